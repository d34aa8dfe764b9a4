-- Performs a reviewer's action on a session of their organization. Every action needs a reason, which is stored in the audit trail; with what
-- people write about a session (decide, comment, submit_scorecard, request_second_review) it may be null. Locks the candidate.
-- An unknown id and another organization's session get the same error.
-- Errors: not_authenticated, session_not_found, not_allowed (the caller's own session), invalid_request, rate_limited, and those of the action.
create function reprise_private.review_session(p_session_id uuid, p_action text, p_reason text, p_arguments jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
  v_detail jsonb;
begin
  perform reprise_private.check_account(v_user_id);
  if p_reason is not null or coalesce(p_action, '') not in ('decide', 'comment', 'submit_scorecard', 'request_second_review') then
    perform reprise_private.check_reason(p_reason);
  end if;
  select * into v_session from reprise.interview_sessions s
  where s.id = p_session_id and s.organization_id in (select reprise_private.organizations_of_caller());
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'session_not_found');
  end if;
  if v_session.user_id = v_user_id then
    perform reprise_private.refuse_and_roll_back(403, 'not_allowed', '{"reason": "own_session"}');
  end if;
  -- Before the candidate's lock: a reviewer who waits for their own other call must not make the candidate wait.
  perform reprise_private.take_rate_limit(v_user_id, 'review');
  if p_action in ('retry_evaluation', 'accept_late') then
    perform reprise_private.take_rate_limit(v_user_id, 'retry');
  end if;
  perform reprise_private.lock_candidate(v_session.user_id);
  select * into v_session from reprise.interview_sessions s where s.id = p_session_id;
  v_session := reprise_private.settle_session(v_session);
  v_detail := case p_action
    when 'override_score' then reprise_private.override_score(v_session, v_user_id, p_reason, p_arguments)
    when 'accept_late' then reprise_private.accept_late(v_session, v_user_id, p_reason, p_arguments)
    when 'retry_evaluation' then reprise_private.retry_evaluation(v_session, v_user_id, p_reason, p_arguments)
    when 'extend_time' then reprise_private.extend_time(v_session, v_user_id, p_reason, p_arguments)
    when 'credit_time' then reprise_private.credit_time(v_session, v_user_id, p_reason, p_arguments)
    when 'revoke_credit' then reprise_private.revoke_credit(v_session, v_user_id, p_reason, p_arguments)
    when 'reopen' then reprise_private.reopen_session(v_session)
    when 'decide' then reprise_private.decide(v_session, v_user_id, p_reason, p_arguments)
    when 'comment' then reprise_private.comment_on_session(v_session, v_user_id, p_arguments)
    when 'submit_scorecard' then reprise_private.submit_scorecard(v_session, v_user_id, p_arguments)
    when 'request_second_review' then reprise_private.request_second_review(v_session, v_user_id, p_arguments)
  end;
  if v_detail is null then
    perform reprise_private.invalid_request(
      'action', 'must be override_score, accept_late, retry_evaluation, extend_time, credit_time, revoke_credit, reopen, decide, comment, '
        'submit_scorecard or request_second_review'
    );
  end if;
  if not v_detail ? 'replayed' then
    perform reprise_private.record_event(
      v_session.id, v_user_id, reprise_private.event_of_review(p_action), v_detail || jsonb_strip_nulls(jsonb_build_object('reason', p_reason))
    );
  end if;
  return reprise_private.get_results(p_session_id);
end
$$;
comment on function reprise_private.review_session is 'Performs a reviewer''s action on a session.';
