-- Returns the caller's prep session under the user's lock. An unknown id and another user's id get the same error. Errors:
-- prep_session_not_found.
create function reprise_private.lock_own_prep_session(p_prep_session_id uuid, p_user_id uuid)
returns reprise.prep_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.prep_sessions;
begin
  perform reprise_private.lock_candidate(p_user_id);
  select * into v_session from reprise.prep_sessions s where s.public_id = p_prep_session_id and s.user_id = p_user_id;
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'prep_session_not_found');
  end if;
  return v_session;
end
$$;
comment on function reprise_private.lock_own_prep_session is 'Locks the caller and returns their prep session.';
