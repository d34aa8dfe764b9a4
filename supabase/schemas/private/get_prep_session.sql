-- Returns one prep session of the caller. An unknown id and another user's id get the same error. Reads only. Errors:
-- prep_session_not_found.
create function private.get_prep_session(p_prep_session_id uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.prep_sessions;
begin
  select * into v_session from public.prep_sessions s where s.id = p_prep_session_id and s.user_id = v_user_id;
  if not found then
    perform private.refuse(404, 'prep_session_not_found', 'There is no such prep session.');
  end if;
  return private.prep_session_view(v_session);
end
$$;
comment on function private.get_prep_session(uuid) is 'One prep session of the caller.';
revoke execute on function private.get_prep_session(uuid) from public, anon;
grant execute on function private.get_prep_session(uuid) to authenticated;
