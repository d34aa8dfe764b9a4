-- running → grading with backoff, or failed if the fault is permanent or no attempt is left. Current token only. Called by a grader
-- (service role). The totals remain.
create function reprise_private.fail_summary(
  p_session_id uuid, p_token uuid, p_error text, p_retry_after_seconds numeric, p_permanent boolean
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_result reprise.session_results;
begin
  update reprise.session_results r
  set status = case when coalesce(p_permanent, false) or r.attempts >= r.max_attempts then 'failed' else 'grading' end,
    due_at = now() + reprise_private.retry_delay(r.attempts, p_retry_after_seconds),
    error = left(p_error, 1000), claim_token = null, claimed_until = null
  where r.session_id = p_session_id and r.claim_token = p_token
  returning * into v_result;
  return jsonb_build_object(
    'accepted', v_result.session_id is not null,
    'status', case v_result.status when 'grading' then 'queued' else v_result.status end
  );
end
$$;
comment on function reprise_private.fail_summary is 'Records a failed attempt to write a summary.';
