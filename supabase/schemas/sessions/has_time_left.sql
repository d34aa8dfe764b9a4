-- Returns whether the current question of a session is open and its time, including grace, is not up.
create function reprise_private.has_time_left(p_session reprise.interview_sessions)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from reprise.session_questions q
      where q.session_id = p_session.id and q.position = p_session.position and q.closed_at is null
        and q.deadline_at + make_interval(secs => p_session.grace_seconds) >= now()
    )
  );
end
$$;
comment on function reprise_private.has_time_left is 'Returns whether the current question of a session is open and has time left.';
