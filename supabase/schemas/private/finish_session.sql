-- in_progress → completed or cancelled. Called by the candidate who holds the lease. Locks the candidate. A repeat gets the same response.
-- Errors: session_not_found, invalid_request. Committed refusals: lease_lost, session_closed (it ended with another outcome).
create function private.finish_session(p_session_id uuid, p_lease integer, p_outcome text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.interview_sessions;
  v_active public.active_interview_sessions;
begin
  if p_outcome is null or p_outcome not in ('completed', 'cancelled') then
    perform private.invalid_request('outcome', 'must be completed or cancelled');
  elsif p_lease is null then
    perform private.invalid_request('lease', 'is required');
  end if;
  v_session := private.own_session(p_session_id, v_user_id);
  if v_session.status = 'in_progress' then
    v_active := private.hold_lease(v_session, p_lease);
    if v_active.user_id is null then
      return private.lease_lost(v_session, v_session.position, null, p_lease);
    end if;
    v_session := private.settle_session(v_session);
  end if;
  if v_session.status = 'in_progress' then
    v_session := private.close_session(
      v_session, p_outcome, case p_outcome when 'completed' then 'finished' else 'cancelled' end, now(), v_user_id
    );
  elsif v_session.status <> p_outcome then
    return private.session_closed(v_session, v_session.position, null, p_lease);
  end if;
  return private.session_view(v_session, null);
end
$$;
comment on function private.finish_session(uuid, integer, text) is 'Ends a session early, or acknowledges that it has ended.';
revoke execute on function private.finish_session(uuid, integer, text) from public, anon;
grant execute on function private.finish_session(uuid, integer, text) to authenticated;
