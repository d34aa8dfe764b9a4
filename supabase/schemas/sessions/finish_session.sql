-- in_progress → completed or cancelled. Called by the candidate who holds the lease. Locks the candidate. A repeat gets the same response.
-- Errors: session_not_found, invalid_request. Committed refusals: lease_lost, session_closed (it ended with another outcome).
create function reprise_private.finish_session(p_session_id uuid, p_lease integer, p_outcome text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
  v_active reprise.active_interview_sessions;
begin
  if p_outcome is null or p_outcome not in ('completed', 'cancelled') then
    perform reprise_private.invalid_request('outcome', 'must be completed or cancelled');
  elsif p_lease is null then
    perform reprise_private.invalid_request('lease', 'is required');
  end if;
  v_session := reprise_private.lock_own_session(p_session_id, v_user_id);
  if v_session.status = 'in_progress' then
    v_active := reprise_private.renew_lease(v_session, p_lease);
    if v_active.user_id is null then
      return reprise_private.store_text_and_refuse_lease_lost(v_session, v_session.position, null, p_lease);
    end if;
    v_session := reprise_private.settle_session(v_session);
  end if;
  if v_session.status = 'in_progress' then
    v_session := reprise_private.close_session(
      v_session, p_outcome, case p_outcome when 'completed' then 'finished' else 'cancelled' end, now(), v_user_id
    );
  elsif v_session.status <> p_outcome then
    return reprise_private.store_text_and_refuse_closed(v_session, v_session.position, null, p_lease);
  end if;
  return reprise_private.session_view(v_session, null);
end
$$;
comment on function reprise_private.finish_session is 'Closes a session early, as completed or cancelled.';
