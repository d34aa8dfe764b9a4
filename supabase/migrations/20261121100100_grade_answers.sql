-- Every stored answer is queued in its own transaction; a grader completes a job only with the claim it holds.

-- What needs no judgement is graded in the transaction that stores it: an empty text scores nothing, an mcq is compared with its
-- key. Returns null where a grader has to look.
create function private.grade_at_once(p_kind text, p_text text, p_correct_option text, p_points integer)
returns numeric
language sql immutable set search_path = ''
as $$
  select case
    when p_text = '' then 0
    when p_kind = 'mcq' and p_correct_option is not null then case when p_text = p_correct_option then p_points else 0 end
  end
$$;
comment on function private.grade_at_once(text, text, text, integer) is 'The score of a text that needs no judgement, else null.';
revoke execute on function private.grade_at_once(text, text, text, integer) from public, anon, authenticated;

-- Something that counts has changed: the result of the session, if it has one, is written anew. A summary that is being written
-- loses its claim, and one that was written goes: it spoke of other scores.
create function private.restart_result(p_session_id uuid)
returns void
language sql set search_path = ''
as $$
  update public.session_results r
  set status = 'grading', attempts = 0, due_at = now(), claim_token = null, claimed_until = null, error = null, finished_at = null,
    grader = null, summary = null, strengths = '[]', improvements = '[]', recommendation = null, model = null,
    prompt_version = null, input_tokens = null, output_tokens = null, latency_ms = null
  where r.session_id = p_session_id
$$;
comment on function private.restart_result(uuid) is 'Sends the result of a session back to grading.';
revoke execute on function private.restart_result(uuid) from public, anon, authenticated;

-- Makes (or makes again) the evaluation of an answer: done at once where no judgement is needed, else queued. What it was before
-- goes to the history, with who replaced it and why. p_late_answer_id: grade that text instead of the answer's. A result
-- that exists starts over. Caller holds the candidate's lock or is the transaction that stored the answer.
create function private.queue_evaluation(p_answer_id uuid, p_late_answer_id uuid, p_actor uuid, p_reason text)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_answer public.answers;
  v_question public.session_questions;
  v_text text;
  v_correct text;
  v_score numeric;
begin
  select * into v_answer from public.answers a where a.id = p_answer_id;
  select * into v_question from public.session_questions q
  where q.session_id = v_answer.session_id and q.position = v_answer.position;
  v_text := coalesce((select k.answer from public.late_answers k where k.id = p_late_answer_id), v_answer.answer);
  select k.correct_option into v_correct from public.session_question_keys k
  where k.session_id = v_answer.session_id and k.position = v_answer.position;
  v_score := private.grade_at_once(v_question.kind, v_text, v_correct, v_question.points);

  -- One statement: a grader that completes the job meanwhile is either in the history or refused.
  with replaced as (
    delete from public.evaluations e where e.answer_id = p_answer_id returning e.*
  )
  insert into public.evaluation_history (answer_id, actor, reason, evaluation)
  select r.answer_id, p_actor, p_reason, to_jsonb(r) from replaced r;
  insert into public.evaluations (
    answer_id, session_id, position, kind, late_answer_id, max_score, max_attempts, status, grader, score, feedback, finished_at
  )
  select p_answer_id, v_answer.session_id, v_answer.position, v_question.kind, p_late_answer_id, v_question.points,
    t.evaluation_max_attempts,
    case when v_score is null then 'queued' else 'done' end,
    case when v_score is not null then case when v_text = '' then 'none' else 'key' end end,
    v_score,
    case
      when v_score is null then '{}'
      when v_text = '' then '{"text": "No answer was given."}'
      when v_score > 0 then '{"text": "Correct."}'
      else '{"text": "Not correct."}'
    end::jsonb,
    case when v_score is not null then now() end
  from private.settings t;
  perform private.restart_result(v_answer.session_id);
end
$$;
comment on function private.queue_evaluation(uuid, uuid, uuid, text) is 'Queues the grading of one answer, keeping what was there before.';
revoke execute on function private.queue_evaluation(uuid, uuid, uuid, text) from public, anon, authenticated;

-- Keeps a text that cannot be accepted. The same text for the same reason is kept once, so a retry gets the same receipt. Of drafts (reason
-- late_draft) the newest of each lease is kept, as for an open question, and what a reviewer has accepted. Returns a null row when nothing was kept, and the caller
-- must not say that it was: the question was never handed out, the lease never existed, or the shelf is full
-- (private.settings.kept_texts_per_question texts, and as many drafts).
create or replace function private.keep_text(
  p_session public.interview_sessions, p_position integer, p_text text, p_reason text, p_lease integer
)
returns public.late_answers
language plpgsql set search_path = ''
as $$
declare
  v_kept public.late_answers := private.kept_text(p_session.id, p_position, p_text, p_reason, p_lease);
  v_deadline_at timestamptz;
begin
  if v_kept.id is not null then
    return v_kept;
  end if;
  select q.deadline_at into v_deadline_at from public.session_questions q
  where q.session_id = p_session.id and q.position = p_position and q.served_at is not null;
  if not found or p_lease < 1 or p_lease > p_session.lease_number then
    return null;
  end if;
  if p_reason = 'late_draft' then
    delete from public.late_answers k
    where k.session_id = p_session.id and k.position = p_position and k.reason = p_reason and k.lease_number = p_lease
      and k.accepted_at is null;
  end if;
  if (select t.kept_texts_per_question from private.settings t) <= (
    select count(*) from public.late_answers k
    where k.session_id = p_session.id and k.position = p_position and (k.reason = 'late_draft') = (p_reason = 'late_draft')
  ) then
    return null;
  end if;
  insert into public.late_answers (session_id, position, answer, reason, sha256, lease_number, received_at, late_by)
  values (
    p_session.id, p_position, p_text, p_reason, private.sha256_hex(p_text), p_lease, now(),
    coalesce(greatest(now() - v_deadline_at, interval '0'), interval '0')
  )
  returning * into v_kept;
  perform private.record_event(p_session.id, p_session.user_id, 'text_kept', jsonb_build_object(
    'position', p_position, 'reason', p_reason, 'late_answer_id', v_kept.id, 'lease', p_lease
  ));
  return v_kept;
end
$$;
comment on function private.keep_text(public.interview_sessions, integer, text, text, integer) is
  'Puts a late or stale text on the shelf for a person to look at.';
revoke execute on function private.keep_text(public.interview_sessions, integer, text, text, integer) from public, anon, authenticated;

-- The score of an evaluation that counts: a person's before the machine's, and the machine's only when it is done. A score that waits for
-- review counts nothing.
create function private.counted_score(p_evaluation public.evaluations)
returns numeric
language sql immutable set search_path = ''
as $$
  select coalesce(p_evaluation.overridden_score, case when p_evaluation.status = 'done' then p_evaluation.score end)
$$;
comment on function private.counted_score(public.evaluations) is 'The score that counts, or null.';
revoke execute on function private.counted_score(public.evaluations) from public, anon, authenticated;

-- What a grader needs for one answer.
create function private.evaluation_job(p_evaluation public.evaluations)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'answer_id', a.id, 'token', p_evaluation.claim_token, 'attempt', p_evaluation.attempts, 'max_attempts', p_evaluation.max_attempts,
    'session_id', a.session_id, 'position', a.position, 'kind', q.kind, 'prompt', q.prompt, 'points', q.points,
    'answer', coalesce(l.answer, a.answer), 'late', l.id is not null,
    'keywords', coalesce(k.keywords, '[]'), 'sample_solution', k.sample_solution, 'criteria', coalesce(k.criteria, '[]')
  )
  from public.answers a
  join public.session_questions q on q.session_id = a.session_id and q.position = a.position
  left join public.session_question_keys k on k.session_id = a.session_id and k.position = a.position
  left join public.late_answers l on l.id = p_evaluation.late_answer_id
  where a.id = p_evaluation.answer_id
$$;
comment on function private.evaluation_job(public.evaluations) is 'One claimed evaluation as a grader gets it.';
revoke execute on function private.evaluation_job(public.evaluations) from public, anon, authenticated;

-- queued → running for up to p_batch_size jobs that are due, or whose claim has run out; an attempt is counted at the claim. Jobs that
-- have no attempt left become failed on the way. Caller: a grader (service role). Skips what others are claiming. A claim
-- holds for private.settings.evaluation_lease_seconds.
create function private.claim_evaluations(p_batch_size integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_jobs jsonb;
begin
  with spent as (
    select e.answer_id from public.evaluations e
    where e.status = 'running' and e.claimed_until < now() and e.attempts >= e.max_attempts
    for update skip locked
  )
  update public.evaluations e
  set status = 'failed', claim_token = null, claimed_until = null, error = 'the grader did not come back', finished_at = now()
  from spent where e.answer_id = spent.answer_id;

  with due as (
    select e.answer_id from public.evaluations e
    where e.due_at <= now()
      and (e.status = 'queued' or (e.status = 'running' and e.claimed_until < now()))
      and e.attempts < e.max_attempts
    order by e.due_at
    limit greatest(p_batch_size, 0)
    for update skip locked
  ), claimed as (
    update public.evaluations e
    set status = 'running', attempts = e.attempts + 1, claim_token = gen_random_uuid(),
      claimed_until = now() + make_interval(secs => t.evaluation_lease_seconds)
    from due, private.settings t
    where e.answer_id = due.answer_id
    returning e.*
  )
  select jsonb_agg(private.evaluation_job(claimed)) into v_jobs from claimed;
  return jsonb_build_object('jobs', coalesce(v_jobs, '[]'));
end
$$;
comment on function private.claim_evaluations(integer) is 'Claims evaluations for a grader.';
revoke execute on function private.claim_evaluations(integer) from public, anon, authenticated;
grant execute on function private.claim_evaluations(integer) to service_role;

-- The numbers of a session: a person's score counts before the machine's; what has no score adds nothing and is said (all_graded).
create function private.score_session(p_session_id uuid)
returns table (total numeric, percentage numeric, all_graded boolean)
language sql stable set search_path = ''
as $$
  select coalesce(sum(private.counted_score(e)), 0),
    round(100 * coalesce(sum(private.counted_score(e)), 0) / nullif(sum(q.points), 0), 2),
    bool_and(private.counted_score(e) is not null)
  from public.session_questions q
  left join public.evaluations e on e.session_id = q.session_id and e.position = q.position
  where q.session_id = p_session_id
$$;
comment on function private.score_session(uuid) is 'Total, percentage and completeness of a session''s scores.';
revoke execute on function private.score_session(uuid) from public, anon, authenticated;

-- What the writer of a summary needs. No answers: scores and what the graders said about them.
create function private.summary_job(p_result public.session_results)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'session_id', s.id, 'token', p_result.claim_token, 'attempt', p_result.attempts, 'max_attempts', p_result.max_attempts,
    'title', s.title, 'mode', s.mode, 'total', p_result.total, 'maximum', p_result.maximum, 'percentage', p_result.percentage,
    'all_graded', p_result.all_graded,
    'answers', (
      select jsonb_agg(jsonb_build_object(
        'position', q.position, 'kind', q.kind, 'prompt', q.prompt, 'points', q.points, 'source', a.source, 'status', e.status,
        'score', private.counted_score(e), 'feedback', e.feedback
      ) order by q.position)
      from public.session_questions q
      left join public.answers a on a.session_id = q.session_id and a.position = q.position
      left join public.evaluations e on e.answer_id = a.id
      where q.session_id = s.id
    )
  )
  from public.interview_sessions s
  where s.id = p_result.session_id
$$;
comment on function private.summary_job(public.session_results) is 'One claimed result as the writer of its summary gets it.';
revoke execute on function private.summary_job(public.session_results) from public, anon, authenticated;

-- grading → running for completed sessions none of whose evaluations is queued or running; the totals are written at the claim, so that they
-- stand even if no summary can be made. As claim_evaluations otherwise. What it counts is read in statements of their own after the
-- row is locked: an override or a retry committed a moment before is seen, one committed later takes the claim away.
create function private.claim_summaries(p_batch_size integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_session_id uuid;
  v_result public.session_results;
  v_jobs jsonb := '[]';
begin
  with spent as (
    select r.session_id from public.session_results r
    where r.status = 'running' and r.claimed_until < now() and r.attempts >= r.max_attempts
    for update skip locked
  )
  update public.session_results r
  set status = 'failed', claim_token = null, claimed_until = null, error = 'the grader did not come back', finished_at = now()
  from spent where r.session_id = spent.session_id;

  for v_session_id in
    select r.session_id from public.session_results r
    where r.due_at <= now() and r.attempts < r.max_attempts
      and (r.status = 'grading' or (r.status = 'running' and r.claimed_until < now()))
      and not exists (
        select from public.evaluations e where e.session_id = r.session_id and e.status in ('queued', 'running')
      )
    order by r.due_at
    limit greatest(p_batch_size, 0)
    for update skip locked
  loop
    update public.session_results r
    set status = 'running', attempts = r.attempts + 1, claim_token = gen_random_uuid(),
      claimed_until = now() + make_interval(secs => t.evaluation_lease_seconds),
      total = s.total, percentage = s.percentage, all_graded = s.all_graded
    from private.settings t, private.score_session(v_session_id) s
    where r.session_id = v_session_id and not exists (
      select from public.evaluations e where e.session_id = v_session_id and e.status in ('queued', 'running')
    )
    returning r.* into v_result;
    if found then
      v_jobs := v_jobs || private.summary_job(v_result);
    end if;
  end loop;
  return jsonb_build_object('jobs', v_jobs);
end
$$;
comment on function private.claim_summaries(integer) is 'Claims results whose summary is to be written.';
revoke execute on function private.claim_summaries(integer) from public, anon, authenticated;
grant execute on function private.claim_summaries(integer) to service_role;

-- running → done or needs_review, with the current token only: a grader that was given up on changes nothing and is told so. The bounds of
-- the score are checked here, whatever the grader says. Errors: invalid_request.
create function private.complete_evaluation(p_answer_id uuid, p_token uuid, p_result jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_status text := p_result ->> 'status';
begin
  if v_status is null or v_status not in ('done', 'needs_review') then
    perform private.invalid_request('status', 'must be done or needs_review');
  end if;
  update public.evaluations e
  set status = v_status, claim_token = null, claimed_until = null, finished_at = now(), error = null,
    grader = p_result ->> 'grader', provisional = coalesce((p_result ->> 'provisional')::boolean, false),
    score = (p_result ->> 'score')::numeric, model = p_result ->> 'model', prompt_version = p_result ->> 'prompt_version',
    input_tokens = (p_result ->> 'input_tokens')::integer, output_tokens = (p_result ->> 'output_tokens')::integer,
    latency_ms = (p_result ->> 'latency_ms')::integer, feedback = coalesce(p_result -> 'feedback', '{}'),
    flags = array(select jsonb_array_elements_text(coalesce(p_result -> 'flags', '[]')))
  where e.answer_id = p_answer_id and e.claim_token = p_token;
  return jsonb_build_object('accepted', found);
exception
  when check_violation or numeric_value_out_of_range or invalid_text_representation or invalid_parameter_value then
    perform private.invalid_request('result', 'is out of bounds');
end
$$;
comment on function private.complete_evaluation(uuid, uuid, jsonb) is 'Stores what a grader found.';
revoke execute on function private.complete_evaluation(uuid, uuid, jsonb) from public, anon, authenticated;
grant execute on function private.complete_evaluation(uuid, uuid, jsonb) to service_role;

-- running → ready, with the current token only. Errors: invalid_request.
create function private.complete_summary(p_session_id uuid, p_token uuid, p_result jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update public.session_results r
  set status = 'ready', claim_token = null, claimed_until = null, finished_at = now(), error = null,
    grader = p_result ->> 'grader', summary = p_result ->> 'summary',
    strengths = coalesce(p_result -> 'strengths', '[]'), improvements = coalesce(p_result -> 'improvements', '[]'),
    recommendation = p_result ->> 'recommendation', model = p_result ->> 'model', prompt_version = p_result ->> 'prompt_version',
    input_tokens = (p_result ->> 'input_tokens')::integer, output_tokens = (p_result ->> 'output_tokens')::integer,
    latency_ms = (p_result ->> 'latency_ms')::integer
  where r.session_id = p_session_id and r.claim_token = p_token;
  return jsonb_build_object('accepted', found);
exception
  when check_violation or numeric_value_out_of_range or invalid_text_representation then
    perform private.invalid_request('result', 'is out of bounds');
end
$$;
comment on function private.complete_summary(uuid, uuid, jsonb) is 'Stores the summary of a session.';
revoke execute on function private.complete_summary(uuid, uuid, jsonb) from public, anon, authenticated;
grant execute on function private.complete_summary(uuid, uuid, jsonb) to service_role;

-- Wait before attempt p_attempt + 1: the base doubled each time, at most an hour, plus up to half of it at random; never less than
-- what the model's server asked for.
create function private.retry_delay(p_attempt integer, p_asked_seconds numeric)
returns interval
language sql volatile set search_path = ''
as $$
  select make_interval(secs => greatest(
    least(t.evaluation_backoff_seconds * 2 ^ (p_attempt - 1), 3600) * (1 + random() / 2),
    least(coalesce(p_asked_seconds, 0), 86400)
  ))
  from private.settings t
$$;
comment on function private.retry_delay(integer, numeric) is 'Backoff with jitter.';
revoke execute on function private.retry_delay(integer, numeric) from public, anon, authenticated;

-- running → queued with backoff, or failed when it is permanent or no attempt is left. Current token only.
create function private.fail_evaluation(
  p_answer_id uuid, p_token uuid, p_error text, p_retry_after_seconds numeric, p_permanent boolean
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_evaluation public.evaluations;
begin
  update public.evaluations e
  set status = case when coalesce(p_permanent, false) or e.attempts >= e.max_attempts then 'failed' else 'queued' end,
    due_at = now() + private.retry_delay(e.attempts, p_retry_after_seconds),
    finished_at = case when coalesce(p_permanent, false) or e.attempts >= e.max_attempts then now() end,
    error = left(p_error, 1000), claim_token = null, claimed_until = null
  where e.answer_id = p_answer_id and e.claim_token = p_token
  returning * into v_evaluation;
  return jsonb_build_object('accepted', v_evaluation.answer_id is not null, 'status', v_evaluation.status);
end
$$;
comment on function private.fail_evaluation(uuid, uuid, text, numeric, boolean) is 'Notes that an attempt to grade failed.';
revoke execute on function private.fail_evaluation(uuid, uuid, text, numeric, boolean) from public, anon, authenticated;
grant execute on function private.fail_evaluation(uuid, uuid, text, numeric, boolean) to service_role;

-- running → grading with backoff, or failed when it is permanent or no attempt is left. Current token only. The totals stand.
create function private.fail_summary(
  p_session_id uuid, p_token uuid, p_error text, p_retry_after_seconds numeric, p_permanent boolean
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_result public.session_results;
begin
  update public.session_results r
  set status = case when coalesce(p_permanent, false) or r.attempts >= r.max_attempts then 'failed' else 'grading' end,
    due_at = now() + private.retry_delay(r.attempts, p_retry_after_seconds),
    error = left(p_error, 1000), claim_token = null, claimed_until = null
  where r.session_id = p_session_id and r.claim_token = p_token
  returning * into v_result;
  return jsonb_build_object(
    'accepted', v_result.session_id is not null,
    'status', case v_result.status when 'grading' then 'queued' else v_result.status end
  );
end
$$;
comment on function private.fail_summary(uuid, uuid, text, numeric, boolean) is 'Notes that an attempt to write a summary failed.';
revoke execute on function private.fail_summary(uuid, uuid, text, numeric, boolean) from public, anon, authenticated;
grant execute on function private.fail_summary(uuid, uuid, text, numeric, boolean) to service_role;

-- What the health endpoint reports: schema version, and whether cleanup keeps up. Caller: service role. Reads only.
create or replace function private.get_health()
returns jsonb
language sql stable security definer set search_path = ''
as $$
  select jsonb_build_object(
    'database', 'ok',
    'migration', (select max(m.version) from supabase_migrations.schema_migrations m),
    'cleanup', jsonb_build_object(
      'last_run_at', (select private.rfc3339(max(r.started_at)) from public.cleanup_runs r),
      'oldest_overdue_seconds', (
        select round(extract(epoch from now() - min(a.updated_at) - t.active_session_max_age), 3)
        from public.active_interview_sessions a
        where a.updated_at < now() - t.active_session_max_age
      )
    ),
    'evaluation', (
      select jsonb_build_object(
        'queued', count(*) filter (where e.status = 'queued'), 'running', count(*) filter (where e.status = 'running'),
        'failed', (select count(*) from public.evaluations f where f.status = 'failed' and f.overridden_score is null),
        'oldest_queued_seconds', round(extract(epoch from now() - min(e.queued_at) filter (where e.status = 'queued')), 3)
      )
      from public.evaluations e where e.status in ('queued', 'running')
    )
  )
  from private.settings t
$$;
comment on function private.get_health() is 'Facts for the health endpoint.';
revoke execute on function private.get_health() from public, anon, authenticated;
grant execute on function private.get_health() to service_role;

-- Whether the caller is a member of the organization that owns a session.
create function private.reviews_session(p_session_id uuid)
returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from public.interview_sessions s
    where s.id = p_session_id and s.organization_id in (select private.organizations_of_caller())
  )
$$;
comment on function private.reviews_session(uuid) is 'Whether the caller is a member of the organization that owns a session.';
revoke execute on function private.reviews_session(uuid) from public, anon, authenticated;

-- Every stored answer is queued for grading in the transaction that stores it.
create function private.on_answer_stored()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.queue_evaluation(new.id, null, null, 'stored');
  return null;
end
$$;
comment on function private.on_answer_stored() is 'Trigger: queues the grading of a new answer.';
create trigger answers_are_graded
  after insert on public.answers
  for each row execute function private.on_answer_stored();
revoke execute on function private.on_answer_stored() from public, anon, authenticated;

-- A completed session gets its result row, and its recruiters are told over Realtime where the project has it. A broadcast that fails
-- is noted in the audit trail and stops nothing.
create function private.on_session_completed()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.session_results (session_id, maximum, max_attempts)
  select new.id, (select sum(q.points) from public.session_questions q where q.session_id = new.id), t.evaluation_max_attempts
  from private.settings t
  on conflict (session_id) do nothing;
  if new.organization_id is not null and to_regprocedure('realtime.send(jsonb, text, text, boolean)') is not null then
    begin
      execute 'select realtime.send($1, $2, $3, true)' using
        jsonb_build_object('session_id', new.id, 'interview_id', new.interview_id, 'completed_at', private.rfc3339(new.completed_at)),
        'session_completed', 'organization:' || new.organization_id;
    exception when others then
      perform private.record_event(new.id, null, 'notification_failed', jsonb_build_object('sqlstate', sqlstate));
    end;
  end if;
  return null;
end
$$;
comment on function private.on_session_completed() is 'Trigger: opens the result of a completed session and tells its recruiters.';
create trigger sessions_get_results
  after update of status on public.interview_sessions
  for each row when (new.status = 'completed' and old.status <> 'completed')
  execute function private.on_session_completed();
revoke execute on function private.on_session_completed() from public, anon, authenticated;

-- running → queued as if it had not been claimed: the attempt is given back. For a grader that has run out of time or budget.
create function private.release_evaluation(p_answer_id uuid, p_token uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update public.evaluations e
  set status = 'queued', attempts = e.attempts - 1, claim_token = null, claimed_until = null
  where e.answer_id = p_answer_id and e.claim_token = p_token;
  return jsonb_build_object('accepted', found);
end
$$;
comment on function private.release_evaluation(uuid, uuid) is 'Gives a claimed evaluation back.';
revoke execute on function private.release_evaluation(uuid, uuid) from public, anon, authenticated;
grant execute on function private.release_evaluation(uuid, uuid) to service_role;

-- running → grading as if it had not been claimed: the attempt is given back.
create function private.release_summary(p_session_id uuid, p_token uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update public.session_results r
  set status = 'grading', attempts = r.attempts - 1, claim_token = null, claimed_until = null
  where r.session_id = p_session_id and r.claim_token = p_token;
  return jsonb_build_object('accepted', found);
end
$$;
comment on function private.release_summary(uuid, uuid) is 'Gives a claimed summary back.';
revoke execute on function private.release_summary(uuid, uuid) from public, anon, authenticated;
grant execute on function private.release_summary(uuid, uuid) to service_role;

-- Reserves tokens of today's budget before a call to a model; exact under concurrency, because it is one update of one row.
create function private.reserve_tokens(p_amount integer, p_daily_limit bigint)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_today date := (now() at time zone 'UTC')::date;
  v_reserved boolean;
begin
  insert into public.model_spending (day) values (v_today) on conflict do nothing;
  update public.model_spending s set tokens = s.tokens + greatest(p_amount, 0)
  where s.day = v_today and s.tokens + greatest(p_amount, 0) <= p_daily_limit;
  v_reserved := found;
  return jsonb_build_object('reserved', v_reserved, 'spent', (select s.tokens from public.model_spending s where s.day = v_today));
end
$$;
comment on function private.reserve_tokens(integer, bigint) is 'Reserves tokens of the daily budget.';
revoke execute on function private.reserve_tokens(integer, bigint) from public, anon, authenticated;
grant execute on function private.reserve_tokens(integer, bigint) to service_role;

-- Replaces a reservation by what the call really used.
create function private.settle_tokens(p_reserved integer, p_used integer)
returns jsonb
language sql security definer set search_path = ''
as $$
  update public.model_spending s set tokens = greatest(s.tokens - greatest(p_reserved, 0) + greatest(p_used, 0), 0)
  where s.day = (now() at time zone 'UTC')::date;
  select '{}'::jsonb
$$;
comment on function private.settle_tokens(integer, integer) is 'Settles a reservation of tokens.';
revoke execute on function private.settle_tokens(integer, integer) from public, anon, authenticated;
grant execute on function private.settle_tokens(integer, integer) to service_role;

-- Where the project has pg_net and private.settings.evaluate_url is set, the database itself calls POST /evaluate when there is work,
-- with the bearer secret from the vault. Elsewhere it does nothing: a scheduler calls. Never raises: an answer must not depend on it.
create function private.wake_graders()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_url text := (select t.evaluate_url from private.settings t);
begin
  if v_url is null or to_regprocedure('net.http_post(text, jsonb, jsonb, jsonb, integer)') is null
    or to_regclass('vault.decrypted_secrets') is null
  then
    return null;
  end if;
  execute $call$
    select net.http_post(
      $1, '{}'::jsonb, '{}'::jsonb,
      jsonb_build_object('content-type', 'application/json', 'authorization', 'Bearer ' || s.decrypted_secret), 5000
    )
    from vault.decrypted_secrets s where s.name = 'scheduler_secret'
  $call$ using v_url;
  return null;
exception when others then
  raise warning 'reprise: the graders could not be woken: %', sqlerrm;
  return null;
end
$$;
comment on function private.wake_graders() is 'Trigger: calls POST /evaluate where the project has pg_net.';
create trigger results_wake_graders
  after insert on public.session_results
  for each statement execute function private.wake_graders();
revoke execute on function private.wake_graders() from public, anon, authenticated;
