-- Returns what GET /resume shows: the session the user is live in, else the latest they can resume, else null. Called by the candidate.
-- Reads only.
create function private.get_active_session(p_client_id uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.interview_sessions;
begin
  v_session := private.resumable_session(v_user_id);
  return jsonb_build_object(
    'active_session', case when v_session.id is not null then private.welcome_back(v_session, p_client_id) end,
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.get_active_session(uuid) is 'The session a user could resume, for the welcome-back dialog.';
revoke execute on function private.get_active_session(uuid) from public, anon;
grant execute on function private.get_active_session(uuid) to authenticated;
