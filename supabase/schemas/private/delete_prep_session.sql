-- A prep session of the caller → nothing, with its generated content and its links. Locks the user. A repeat, an unknown id and another
-- user's id all get the same response.
create function private.delete_prep_session(p_prep_session_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
begin
  perform private.lock_candidate(v_user_id);
  delete from public.prep_sessions s where s.id = p_prep_session_id and s.user_id = v_user_id;
  return jsonb_build_object('server_time', private.rfc3339(clock_timestamp()));
end
$$;
comment on function private.delete_prep_session(uuid) is 'Deletes a prep session of the caller.';
revoke execute on function private.delete_prep_session(uuid) from public, anon;
grant execute on function private.delete_prep_session(uuid) to authenticated;
