-- Returns what GET /resume shows: the session the user is live in, else the latest they can resume, else null. Called by the candidate.
-- Reads only.
create function reprise_private.get_active_session(p_client_id uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
begin
  v_session := reprise_private.resumable_session(v_user_id);
  return jsonb_build_object(
    'active_session', case when v_session.id is not null then reprise_private.welcome_back(v_session, p_client_id) end,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.get_active_session is 'Returns the session the caller can resume, with what the welcome-back dialog shows.';
