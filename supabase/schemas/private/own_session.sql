-- Returns the caller's session under the candidate's lock, or refuses with p_code. An unknown id and another user's id get the same error.
create function private.own_session(p_session_id uuid, p_user_id uuid, p_code text default 'session_not_found')
returns public.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session public.interview_sessions;
begin
  perform private.lock_candidate(p_user_id);
  select * into v_session from public.interview_sessions s where s.id = p_session_id and s.user_id = p_user_id;
  if not found then
    perform private.refuse(404, p_code, 'There is no such session.');
  end if;
  return v_session;
end
$$;
comment on function private.own_session(uuid, uuid, text) is 'Locks the candidate and returns their session.';
revoke execute on function private.own_session(uuid, uuid, text) from public, anon, authenticated;
