-- Only a completed session woke the graders: what a review queued waited for the schedule.

-- Where the project has pg_net and private.settings.evaluate_url is set, the database itself calls POST /evaluate, with the bearer secret
-- from the vault; once a transaction, however much it queued, and pg_net sends when the transaction commits. Elsewhere it does
-- nothing: a scheduler calls. Never raises: an answer or a review must not depend on it.
create function private.call_graders()
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_url text := (select t.evaluate_url from private.settings t);
begin
  if v_url is null or current_setting('reprise.graders_called', true) = 'true'
    or to_regprocedure('net.http_post(text, jsonb, jsonb, jsonb, integer)') is null
    or to_regclass('vault.decrypted_secrets') is null
  then
    return;
  end if;
  execute $call$
    select net.http_post(
      $1, '{}'::jsonb, '{}'::jsonb,
      jsonb_build_object('content-type', 'application/json', 'authorization', 'Bearer ' || s.decrypted_secret), 5000
    )
    from vault.decrypted_secrets s where s.name = 'scheduler_secret'
  $call$ using v_url;
  perform set_config('reprise.graders_called', 'true', true);
exception when others then
  raise warning 'reprise: the graders could not be woken: %', sqlerrm;
end
$$;
comment on function private.call_graders() is 'Calls POST /evaluate where the project has pg_net, once a transaction.';
revoke execute on function private.call_graders() from public, anon, authenticated;

-- A session completed, or got its result by a review: there is work for the graders. What a review changes in a result that exists
-- calls them from restart_result and queue_evaluation.
create or replace function private.wake_graders()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.call_graders();
  return null;
end
$$;
comment on function private.wake_graders() is 'Trigger: calls POST /evaluate where the project has pg_net.';
revoke execute on function private.wake_graders() from public, anon, authenticated;

-- Something that counts has changed: the result of the session, if it has one, is written anew. A summary that is being written
-- loses its claim, and one that was written goes, with the totals: they were those of other scores.
-- The graders are called.
create or replace function private.restart_result(p_session_id uuid)
returns void
language plpgsql set search_path = ''
as $$
begin
  update public.session_results r
  set status = 'grading', attempts = 0, due_at = now(), claim_token = null, claimed_until = null, error = null, finished_at = null,
    total = null, percentage = null, all_graded = false, grader = null, summary = null, strengths = '[]', improvements = '[]',
    recommendation = null, model = null, prompt_version = null, input_tokens = null, output_tokens = null, latency_ms = null
  where r.session_id = p_session_id;
  if found then
    perform private.call_graders();
  end if;
end
$$;
comment on function private.restart_result(uuid) is 'Sends the result of a session back to grading.';
revoke execute on function private.restart_result(uuid) from public, anon, authenticated;

-- Makes (or makes again) the evaluation of an answer: done at once where no judgement is needed, else queued. What it was before
-- goes to the history, with who replaced it and why. p_late_answer_id: grade that text instead of the answer's. A result
-- that exists starts over. What a person has sent to the graders calls them; a new answer waits for the schedule or the session's end.
-- Caller holds the candidate's lock or is the transaction that stored the answer.
create or replace function private.queue_evaluation(p_answer_id uuid, p_late_answer_id uuid, p_actor uuid, p_reason text)
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
  if p_actor is not null and v_score is null then
    perform private.call_graders();
  end if;
end
$$;
comment on function private.queue_evaluation(uuid, uuid, uuid, text) is 'Queues the grading of one answer, keeping what was there before.';
revoke execute on function private.queue_evaluation(uuid, uuid, uuid, text) from public, anon, authenticated;
