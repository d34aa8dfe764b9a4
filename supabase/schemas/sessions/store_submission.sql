-- Stores a submitted text: as the answer, or as a late text if it cannot be accepted. Returns a committed refusal or
-- the receipt. The order of the checks is the contract: a repeat of what is stored (gets the first receipt, at any later time and under any
-- lease), the lease, what the clock has closed, whether the session is open, the position. The caller holds the candidate's lock.
-- Errors: position_ahead, invalid_request. Committed refusals: already_answered, lease_lost, session_closed, too_fast.
create function reprise_private.store_submission(
  p_session reprise.interview_sessions, p_position integer, p_answer text, p_lease integer,
  p_client_submitted_at timestamptz, p_time_expired boolean
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
  v_active reprise.active_interview_sessions;
  v_answer reprise.answers;
  v_late reprise.late_answers;
  v_same_answer boolean;
  v_same_late boolean;
begin
  v_session := reprise_private.reverse_expiry(p_session, p_position, p_lease);
  select * into v_answer from reprise.answers a where a.session_id = v_session.id and a.position = p_position;
  v_same_answer := reprise_private.repeats_answer(v_answer, p_answer);
  v_same_late := not v_same_answer
    and (reprise_private.find_late_text(v_session.id, p_position, p_answer, 'late', p_lease)).id is not null;

  if v_session.status = 'in_progress' then
    v_active := reprise_private.renew_lease(v_session, p_lease);
    if v_active.user_id is null and not (v_same_answer or v_same_late) then
      return reprise_private.store_text_and_refuse_lease_lost(v_session, p_position, p_answer, p_lease);
    end if;
    v_session := reprise_private.settle_session(v_session);
    select * into v_answer from reprise.answers a where a.session_id = v_session.id and a.position = p_position;
  end if;

  if v_same_answer then
    return reprise_private.accepted_body(v_answer, true);
  elsif v_answer.source = 'submitted' then
    return reprise_private.store_text_and_refuse_answered(v_session, v_answer, p_answer, p_lease);
  elsif v_answer.source in ('draft', 'expired') and p_position < v_session.position then
    if p_answer <> '' then
      v_late := reprise_private.store_late_text(v_session, p_position, p_answer, 'late', p_lease);
    end if;
    return reprise_private.late_body(v_late, v_same_late);
  elsif v_session.status <> 'in_progress' then
    return reprise_private.store_text_and_refuse_closed(v_session, p_position, p_answer, p_lease);
  end if;
  return reprise_private.accept_answer(v_session, v_active, p_position, p_answer, p_client_submitted_at, p_time_expired);
end
$$;
comment on function reprise_private.store_submission is 'Stores a submitted text, as the answer or as a late text.';
