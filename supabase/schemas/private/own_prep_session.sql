-- Returns the caller's prep session under the user's lock. An unknown id and another user's id get the same error. Errors:
-- prep_session_not_found.
create function private.own_prep_session(p_prep_session_id uuid, p_user_id uuid)
returns public.prep_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session public.prep_sessions;
begin
  perform private.lock_candidate(p_user_id);
  select * into v_session from public.prep_sessions s where s.id = p_prep_session_id and s.user_id = p_user_id;
  if not found then
    perform private.refuse(404, 'prep_session_not_found', 'There is no such prep session.');
  end if;
  return v_session;
end
$$;
comment on function private.own_prep_session(uuid, uuid) is 'Locks the user and returns their prep session.';
revoke execute on function private.own_prep_session(uuid, uuid) from public, anon, authenticated;
