-- grading → running, for completed sessions without queued or running evaluations; otherwise like claim_evaluations. Called by a grader
-- (service role). The totals are written at the claim, so that they exist even if no summary can be written. They are read in separate
-- statements after the row is locked: an override or a retry committed before is included, and one committed later revokes the claim.
create function reprise_private.claim_summaries(p_batch_size integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_session_id uuid;
  v_result reprise.session_results;
  v_jobs jsonb := '[]';
begin
  with spent as (
    select r.session_id from reprise.session_results r
    where r.status = 'running' and r.claimed_until < now() and r.attempts >= r.max_attempts
    for update skip locked
  )
  update reprise.session_results r
  set status = 'failed', claim_token = null, claimed_until = null, error = 'the grader did not come back', finished_at = now()
  from spent where r.session_id = spent.session_id;

  with due as (
    select r.session_id from reprise.session_results r
    where r.status = 'grading' and r.turn is null and r.due_at <= now()
      and not exists (
        select from reprise.evaluations e where e.session_id = r.session_id and e.status in ('queued', 'running')
      )
    order by r.due_at
    limit 500
    for update skip locked
  )
  -- The trigger sets the turn.
  update reprise.session_results r set due_at = r.due_at from due where r.session_id = due.session_id;

  for v_session_id in
    select r.session_id from reprise.session_results r
    where r.turn is not null and r.status in ('grading', 'running')
      and ((r.status = 'grading' and r.due_at <= now()) or (r.status = 'running' and r.claimed_until < now()))
      and r.attempts < r.max_attempts
    order by r.turn, r.due_at
    limit greatest(p_batch_size, 0)
    for update skip locked
  loop
    update reprise.session_results r
    set status = 'running', attempts = r.attempts + 1, claim_token = gen_random_uuid(),
      claimed_until = now() + make_interval(secs => t.evaluation_lease_seconds),
      total = s.total, percentage = s.percentage, all_graded = s.all_graded
    from reprise_private.settings t, reprise_private.score_session(v_session_id) s
    where r.session_id = v_session_id and not exists (
      select from reprise.evaluations e where e.session_id = v_session_id and e.status in ('queued', 'running')
    )
    returning r.* into v_result;
    if found then
      v_jobs := v_jobs || reprise_private.summary_job(v_result);
    else
      -- An answer is being graded again: no turn until that has ended.
      update reprise.session_results r set status = 'grading', claim_token = null, claimed_until = null, due_at = r.due_at
      where r.session_id = v_session_id;
    end if;
  end loop;
  return jsonb_build_object('jobs', v_jobs);
end
$$;
comment on function reprise_private.claim_summaries is 'Claims results whose summary is due, for a grader.';
