-- queued → running, for up to p_batch_size jobs in the order of their turns (reprise_private.set_evaluation_turn), and for jobs whose claim has
-- expired. Each claim counts one attempt and lasts reprise_private.settings.evaluation_lease_seconds. Called by a grader (service role).
-- First, expired claims without attempts left become failed, and waiting jobs that are due get their turns. Skips rows that another grader
-- has locked. The cost does not depend on how many jobs are queued, waiting or done.
create function reprise_private.claim_evaluations(p_batch_size integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_jobs jsonb;
begin
  with spent as (
    select e.answer_id from reprise.evaluations e
    where e.status = 'running' and e.claimed_until < now() and e.attempts >= e.max_attempts
    for update skip locked
  )
  update reprise.evaluations e
  set status = 'failed', claim_token = null, claimed_until = null, error = 'the grader did not come back', finished_at = now()
  from spent where e.answer_id = spent.answer_id;

  with due as (
    select e.answer_id from reprise.evaluations e
    where e.status = 'queued' and e.turn is null and e.due_at <= now()
    order by e.due_at
    limit 500
    for update skip locked
  )
  -- The trigger sets the turn.
  update reprise.evaluations e set due_at = e.due_at from due where e.answer_id = due.answer_id;

  with due as (
    select e.answer_id from reprise.evaluations e
    where e.turn is not null and e.status in ('queued', 'running')
      and ((e.status = 'queued' and e.due_at <= now()) or (e.status = 'running' and e.claimed_until < now()))
      and e.attempts < e.max_attempts
    order by e.turn, e.due_at
    limit greatest(p_batch_size, 0)
    for update skip locked
  ), claimed as (
    update reprise.evaluations e
    set status = 'running', attempts = e.attempts + 1, claim_token = gen_random_uuid(),
      claimed_until = now() + make_interval(secs => t.evaluation_lease_seconds)
    from due, reprise_private.settings t
    where e.answer_id = due.answer_id
    returning e.*
  )
  select jsonb_agg(reprise_private.evaluation_job(claimed)) into v_jobs from claimed;
  return jsonb_build_object('jobs', coalesce(v_jobs, '[]'));
end
$$;
comment on function reprise_private.claim_evaluations is 'Claims evaluations for a grader.';
