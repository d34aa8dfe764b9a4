-- running → queued with backoff, or failed if the fault is permanent or no attempt is left. Current token only. Called by a grader (service
-- role).
create function reprise_private.fail_evaluation(
  p_answer_id uuid, p_token uuid, p_error text, p_retry_after_seconds numeric, p_permanent boolean
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_evaluation reprise.evaluations;
begin
  update reprise.evaluations e
  set status = case when coalesce(p_permanent, false) or e.attempts >= e.max_attempts then 'failed' else 'queued' end,
    due_at = now() + reprise_private.retry_delay(e.attempts, p_retry_after_seconds),
    finished_at = case when coalesce(p_permanent, false) or e.attempts >= e.max_attempts then now() end,
    error = left(p_error, 1000), claim_token = null, claimed_until = null
  where e.answer_id = p_answer_id and e.claim_token = p_token
  returning * into v_evaluation;
  return jsonb_build_object('accepted', v_evaluation.answer_id is not null, 'status', v_evaluation.status);
end
$$;
comment on function reprise_private.fail_evaluation is 'Records a failed attempt to grade an answer.';
