-- Returns a session under its candidate's lock, for callers without the candidate's token. Errors: session_not_found.
create function private.locked_session(p_session_id uuid)
returns public.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_user_id uuid := (select s.user_id from public.interview_sessions s where s.id = p_session_id);
begin
  if v_user_id is null then
    perform private.refuse(404, 'session_not_found', 'There is no such session.');
  end if;
  return private.own_session(p_session_id, v_user_id);
end
$$;
comment on function private.locked_session(uuid) is 'Locks the candidate of a session and returns it.';
revoke execute on function private.locked_session(uuid) from public, anon, authenticated;
