-- grading → running for completed sessions none of whose evaluations is queued or running; the totals are written at the claim, so that they
-- stand even if no summary can be made. As claim_evaluations otherwise.
create function private.claim_summaries(p_batch_size integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_jobs jsonb;
begin
  with spent as (
    select r.session_id from public.session_results r
    where r.status = 'running' and r.claimed_until < now() and r.attempts >= r.max_attempts
    for update skip locked
  )
  update public.session_results r
  set status = 'failed', claim_token = null, claimed_until = null, error = 'the grader did not come back', finished_at = now()
  from spent where r.session_id = spent.session_id;

  with due as (
    select r.session_id from public.session_results r
    where r.due_at <= now() and r.attempts < r.max_attempts
      and (r.status = 'grading' or (r.status = 'running' and r.claimed_until < now()))
      and not exists (
        select from public.evaluations e where e.session_id = r.session_id and e.status in ('queued', 'running')
      )
    order by r.due_at
    limit greatest(p_batch_size, 0)
    for update skip locked
  ), claimed as (
    update public.session_results r
    set status = 'running', attempts = r.attempts + 1, claim_token = gen_random_uuid(),
      claimed_until = now() + make_interval(secs => t.evaluation_lease_seconds),
      total = s.total, percentage = s.percentage, all_graded = s.all_graded
    from due, private.settings t, lateral private.score_session(due.session_id) s
    where r.session_id = due.session_id
    returning r.*
  )
  select jsonb_agg(private.summary_job(claimed)) into v_jobs from claimed;
  return jsonb_build_object('jobs', coalesce(v_jobs, '[]'));
end
$$;
comment on function private.claim_summaries(integer) is 'Claims results whose summary is to be written.';
revoke execute on function private.claim_summaries(integer) from public, anon, authenticated;
grant execute on function private.claim_summaries(integer) to service_role;
