-- Returns a session under its candidate's lock, for callers without the candidate's token. Errors: session_not_found.
create function reprise_private.lock_session(p_session_id uuid)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_user_id uuid := (select s.user_id from reprise.interview_sessions s where s.id = p_session_id);
begin
  if v_user_id is null then
    perform reprise_private.refuse_and_roll_back(404, 'session_not_found');
  end if;
  return reprise_private.lock_own_session(p_session_id, v_user_id);
end
$$;
comment on function reprise_private.lock_session is 'Locks the candidate of a session and returns the session.';
