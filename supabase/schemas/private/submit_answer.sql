-- Accepts the answer to the current question and hands out the next; after the last one the session completes.
-- Caller: the candidate. Locks the candidate. The order of the checks is the contract: a repeat of what is stored comes first and
-- gets the first receipt, at any later time and under any lease; then the lease, what the clock has closed, whether the session is
-- open, and the position. What cannot be accepted is kept. Errors: session_not_found, position_ahead, payload_too_large,
-- invalid_request; committed refusals: already_answered, lease_lost, session_closed, too_fast.
create function private.submit_answer(
  p_session_id uuid, p_position integer, p_answer text, p_lease integer,
  p_client_submitted_at timestamptz, p_time_expired boolean
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.interview_sessions;
  v_active public.active_interview_sessions;
  v_answer public.answers;
  v_same_answer boolean;
  v_same_late boolean;
begin
  perform private.check_submission(p_position, p_answer, p_lease, coalesce(p_time_expired, false));
  v_session := private.own_session(p_session_id, v_user_id);
  v_session := private.reverse_expiry(v_session, p_position, p_lease);
  select * into v_answer from public.answers a where a.session_id = v_session.id and a.position = p_position;
  v_same_answer := coalesce(v_answer.source = 'submitted' and v_answer.sha256 = private.sha256_hex(p_answer), false);
  v_same_late := not v_same_answer
    and (private.kept_text(v_session.id, p_position, p_answer, 'late')).id is not null;

  if v_session.status = 'in_progress' then
    v_active := private.hold_lease(v_session, p_lease);
    if v_active.user_id is null and not (v_same_answer or v_same_late) then
      return private.lease_lost(v_session, p_position, p_answer, p_lease);
    end if;
    v_session := private.settle_session(v_session);
    select * into v_answer from public.answers a where a.session_id = v_session.id and a.position = p_position;
  end if;
  if v_session.status <> 'in_progress' then
    v_active := null;
  end if;

  if v_same_answer then
    return private.submit_result(v_session, v_active, v_answer, true);
  elsif v_answer.source = 'submitted' then
    return private.already_answered(v_session, v_answer, p_answer, p_lease);
  elsif v_answer.source in ('draft', 'expired') and p_position < v_session.position then
    return private.late_result(v_session, v_active, p_position, p_answer, p_lease, v_same_late);
  elsif v_session.status <> 'in_progress' then
    return private.session_closed(v_session, p_position, p_answer, p_lease);
  end if;
  return private.accept_answer(
    v_session, v_active, p_position, p_answer, p_client_submitted_at, coalesce(p_time_expired, false)
  );
end
$$;
comment on function private.submit_answer(uuid, integer, text, integer, timestamptz, boolean) is 'Accepts the answer to the current question.';
revoke execute on function private.submit_answer(uuid, integer, text, integer, timestamptz, boolean) from public, anon;
grant execute on function private.submit_answer(uuid, integer, text, integer, timestamptz, boolean) to authenticated;
