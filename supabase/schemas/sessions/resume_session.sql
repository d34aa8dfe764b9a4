-- Resumes a session, on the same or another device. Called by the candidate. Locks the candidate. Closes what has expired, gives the lease
-- to p_client_id and serves the current question. The same client gets its lease back; another one needs p_takeover while the holder's
-- lease has not expired. A closed session is returned as it is.
-- Errors: invalid_request, live_elsewhere, session_in_progress, rate_limited (only for ids that are not of the caller's sessions).
-- Committed refusal: no_session, which counts as a use of unknown_session.
create function reprise_private.resume_session(p_session_id uuid, p_client_id uuid, p_takeover boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
  v_active reprise.active_interview_sessions;
  v_expired jsonb;
begin
  if p_client_id is null then
    perform reprise_private.invalid_request('client_id', 'is required');
  end if;
  perform reprise_private.lock_candidate(v_user_id);
  if p_session_id is null then
    v_session := reprise_private.resumable_session(v_user_id);
  else
    select * into v_session from reprise.interview_sessions s where s.id = p_session_id and s.user_id = v_user_id;
    if not found then
      perform reprise_private.check_account(v_user_id);
      perform reprise_private.take_rate_limit(v_user_id, 'unknown_session');
    end if;
  end if;
  if v_session.id is null then
    return reprise_private.refuse_and_commit(404, 'no_session');
  end if;
  v_session := reprise_private.settle_session(v_session);
  v_expired := reprise_private.expired_while_away(v_session);
  if v_session.status <> 'in_progress' then
    return reprise_private.session_view(v_session, null) || jsonb_build_object('expired', v_expired);
  end if;

  select * into v_active from reprise.active_interview_sessions a where a.user_id = v_user_id;
  if v_active.session_id <> v_session.id then
    perform reprise_private.release_other_session(v_active.session_id, p_client_id);
  elsif v_active.client_id <> p_client_id and v_active.lease_expires_at > now() and not coalesce(p_takeover, false) then
    perform reprise_private.refuse_and_roll_back(
      409, 'live_elsewhere', jsonb_build_object('last_seen_at', reprise_private.rfc3339(v_active.updated_at))
    );
  end if;
  v_active := reprise_private.take_lease(v_session, p_client_id);
  v_session := reprise_private.serve_next_question(v_session);
  perform reprise_private.record_repeatable_event(v_session.id, v_user_id, 'session_resumed', jsonb_build_object(
    'client_id', p_client_id, 'lease', v_active.lease_number, 'takeover', coalesce(p_takeover, false) and v_active.lease_number > v_session.lease_number
  ));
  select * into v_session from reprise.interview_sessions s where s.id = v_session.id;
  return reprise_private.session_view(v_session, v_active) || jsonb_build_object('expired', v_expired);
end
$$;
comment on function reprise_private.resume_session is 'Resumes a session, on the same or another device.';
