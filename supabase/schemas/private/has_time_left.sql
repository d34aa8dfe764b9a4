-- Tells whether the current question of a session is open and its time, including grace, is not up.
create function private.has_time_left(p_session public.interview_sessions)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from public.session_questions q
      where q.session_id = p_session.id and q.position = p_session.position and q.closed_at is null
        and q.deadline_at + make_interval(secs => p_session.grace_seconds) >= now()
    )
  );
end
$$;
comment on function private.has_time_left(public.interview_sessions) is 'Whether the open question of a session has time left.';
revoke execute on function private.has_time_left(public.interview_sessions) from public, anon, authenticated;
