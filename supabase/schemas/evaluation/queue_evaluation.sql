-- nothing, or an earlier evaluation → queued, or done at once if no judgement is needed. needs_review if the question cannot be answered or
-- an mcq key names none of the options: no candidate loses points through an author's mistake. The earlier evaluation is added to the
-- history, with actor and reason. p_late_answer_id: grade that text instead of the answer's. An existing result starts over. Calls the
-- graders if a person queued it; a new answer waits for the schedule or the end of the session. The caller holds the candidate's lock or is
-- the transaction that stored the answer.
create function reprise_private.queue_evaluation(p_answer_id uuid, p_late_answer_id uuid, p_actor uuid, p_reason text)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_answer reprise.answers;
  v_question reprise.session_questions;
  v_text text;
  v_correct text;
  v_usable boolean;
  v_score numeric;
begin
  select * into v_answer from reprise.answers a where a.id = p_answer_id;
  select * into v_question from reprise.session_questions q
  where q.session_id = v_answer.session_id and q.position = v_answer.position;
  v_text := coalesce((select k.answer from reprise.late_answers k where k.id = p_late_answer_id), v_answer.answer);
  select k.correct_option into v_correct from reprise.session_question_keys k
  where k.session_id = v_answer.session_id and k.position = v_answer.position;
  v_usable := reprise_private.is_answerable(v_question.kind, v_question.prompt, v_question.options)
    and (v_question.kind <> 'mcq' or v_text = '' or reprise_private.is_option_id(v_question.options, v_correct));
  v_score := case when v_usable then reprise_private.immediate_score(v_question.kind, v_text, v_correct, v_question.points) end;

  -- One statement, so that a grader that completes the job meanwhile is either in the history or refused.
  with replaced as (
    delete from reprise.evaluations e where e.answer_id = p_answer_id returning e.*
  )
  insert into reprise.evaluation_history (answer_id, actor, reason, evaluation)
  select r.answer_id, p_actor, p_reason, to_jsonb(r) from replaced r;
  insert into reprise.evaluations (
    answer_id, session_id, position, kind, late_answer_id, max_score, max_attempts, status, grader, score, feedback, flags, finished_at
  )
  select p_answer_id, v_answer.session_id, v_answer.position, v_question.kind, p_late_answer_id, v_question.points,
    t.evaluation_max_attempts,
    case when not v_usable then 'needs_review' when v_score is null then 'queued' else 'done' end,
    case when not v_usable then 'none' when v_score is not null then case when v_text = '' then 'none' else 'key' end end,
    v_score,
    case
      when not v_usable then '{"text": "A person will look at this answer."}'
      when v_score is null then '{}'
      when v_text = '' then '{"text": "No answer was given."}'
      when v_score > 0 then '{"text": "Correct."}'
      else '{"text": "Not correct."}'
    end::jsonb,
    case when v_usable then '{}' else '{unusable_key}' end::text[],
    case when not v_usable or v_score is not null then now() end
  from reprise_private.settings t;
  perform reprise_private.reset_result(v_answer.session_id);
  if p_actor is not null and v_usable and v_score is null then
    perform reprise_private.call_graders();
  end if;
end
$$;
comment on function reprise_private.queue_evaluation is 'Queues the grading of one answer and adds the earlier evaluation to the history.';
