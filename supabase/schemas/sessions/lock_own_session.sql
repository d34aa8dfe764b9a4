-- Returns the caller's session under the candidate's lock, or refuses. An unknown id and another user's id get the same error.
create function reprise_private.lock_own_session(p_session_id uuid, p_user_id uuid)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
begin
  perform reprise_private.lock_candidate(p_user_id);
  select * into v_session from reprise.interview_sessions s where s.id = p_session_id and s.user_id = p_user_id;
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'session_not_found');
  end if;
  return v_session;
end
$$;
comment on function reprise_private.lock_own_session is 'Locks the caller and returns their session.';
