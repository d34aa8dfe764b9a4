-- Returns whether the current question of a session is open and its time, including grace, is not up, or a break before it has not been ended.
create function reprise_private.has_time_left(p_session reprise.interview_sessions)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select p_session.break_until is not null or exists (
      select from reprise.session_questions q
      where q.session_id = p_session.id and q.position = p_session.position and q.closed_at is null
        and q.deadline_at + make_interval(secs => p_session.grace_seconds) >= now()
    )
  );
end
$$;
comment on function reprise_private.has_time_left is 'Returns whether the current question has time left, or a break before it has not been ended.';
