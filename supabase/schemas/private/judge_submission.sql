-- Decides what happens to a submitted text. The order of the checks is the contract: a repeat of what is stored (gets the first receipt, at
-- any later time and under any lease), the lease, what the clock has closed, whether the session is open, the position. A text that cannot
-- be accepted is stored as a late text. The caller holds the candidate's lock.
-- Errors: position_ahead, invalid_request. Committed refusals: already_answered, lease_lost, session_closed, too_fast.
create function private.judge_submission(
  p_session public.interview_sessions, p_position integer, p_answer text, p_lease integer,
  p_client_submitted_at timestamptz, p_time_expired boolean
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_session public.interview_sessions := private.reverse_expiry(p_session, p_position, p_lease);
  v_active public.active_interview_sessions;
  v_answer public.answers;
  v_same_answer boolean;
  v_same_late boolean;
begin
  select * into v_answer from public.answers a where a.session_id = v_session.id and a.position = p_position;
  v_same_answer := private.repeats_answer(v_answer, p_answer);
  v_same_late := not v_same_answer
    and (private.kept_text(v_session.id, p_position, p_answer, 'late', p_lease)).id is not null;

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
    v_session, v_active, p_position, p_answer, p_client_submitted_at, p_time_expired
  );
end
$$;
comment on function private.judge_submission(public.interview_sessions, integer, text, integer, timestamptz, boolean) is
  'Decides what becomes of a submitted text.';
revoke execute on function private.judge_submission(public.interview_sessions, integer, text, integer, timestamptz, boolean) from public, anon, authenticated;
