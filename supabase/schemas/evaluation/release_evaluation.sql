-- running → queued as if it had not been claimed: the attempt does not count. Current token only. Called by a grader (service role) that
-- has run out of time; or, with p_wait_seconds (at most a day) and p_error, after a fault that would have hit any job: the job is due later
-- and stores the error. With p_share, a kind of model_shares, `pool` or `day`, the job waits for the budget, as do up to 500 queued jobs of the
-- same payer that are at least as long (reprise_private.job_bytes): many queued jobs cost one claim per 500, not one each. The summaries of
-- these sessions wait as well.
create function reprise_private.release_evaluation(p_answer_id uuid, p_token uuid, p_wait_seconds numeric, p_error text, p_share text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_until timestamptz := now() + make_interval(secs => least(p_wait_seconds, 86400)::double precision);
  v_own reprise.evaluations;
  v_bytes bigint;
  v_other record;
  v_others uuid[] := '{}';
  v_sessions uuid[] := '{}';
begin
  update reprise.evaluations e
  set status = 'queued', attempts = e.attempts - 1, claim_token = null, claimed_until = null,
    due_at = case when p_wait_seconds > 0 then v_until else e.due_at end,
    error = coalesce(left(p_error, 1000), e.error)
  where e.answer_id = p_answer_id and e.claim_token = p_token
  returning * into v_own;
  if v_own.answer_id is null then
    return '{"accepted": false}';
  end if;
  if p_share is not null and p_wait_seconds > 0 then
    v_bytes := reprise_private.job_bytes(v_own);
    -- Skips locked rows: a job that another grader is claiming gets its own response.
    for v_other in
      select e.answer_id, e.session_id from reprise.evaluations e
      where p_share in ('organization', 'pool') and e.flow = v_own.organization_id and e.status = 'queued' and e.turn is not null
        and reprise_private.job_bytes(e) >= v_bytes
      limit 500
      for update of e skip locked
    loop
      v_others := v_others || v_other.answer_id;
      v_sessions := v_sessions || v_other.session_id;
    end loop;
    for v_other in
      select e.answer_id, e.session_id from reprise.evaluations e
      where p_share <> 'organization' and e.user_id = v_own.user_id and e.organization_id is not distinct from v_own.organization_id
        and e.status = 'queued' and e.turn is not null and reprise_private.job_bytes(e) >= v_bytes
      limit 500
      for update of e skip locked
    loop
      v_others := v_others || v_other.answer_id;
      v_sessions := v_sessions || v_other.session_id;
    end loop;
    update reprise.evaluations e set due_at = v_until, error = left(p_error, 1000) where e.answer_id = any (v_others);
    with results as (
      select r.session_id from reprise.session_results r
      where r.session_id = any (v_sessions || v_own.session_id) and r.status = 'grading' and r.due_at < v_until
      for update skip locked
    )
    update reprise.session_results r set due_at = v_until from results where r.session_id = results.session_id;
  end if;
  return '{"accepted": true}';
end
$$;
comment on function reprise_private.release_evaluation is 'Releases a claimed evaluation without counting the attempt.';
