-- Sets a person's score of a conversation beside the machine's: of criteria (their sum counts), or of the whole. It counts from now on, and
-- the result is computed again. A score of the whole replaces earlier ones of criteria. The caller holds the candidate's lock.
-- Errors: invalid_request.
create function reprise_private.override_assessment(
  p_session reprise.interview_sessions, p_actor uuid, p_reason text, p_arguments jsonb
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_evaluation reprise.evaluations;
  v_changed reprise.evaluations;
begin
  select * into v_evaluation from reprise.evaluations e where e.answer_id = p_session.id for update;
  if not found then
    perform reprise_private.invalid_request('session_id', 'has no assessment: it is made when a conversation is completed, or by retry_evaluation');
  elsif (p_arguments ? 'criteria') = (p_arguments ? 'score') or p_arguments ? 'position' then
    perform reprise_private.invalid_request('criteria', 'must be given for a conversation, or score in its place, and no position');
  end if;
  v_changed := v_evaluation;
  if p_arguments ? 'criteria' then
    v_changed.overridden_criteria := reprise_private.overridden_criteria(v_evaluation, p_arguments -> 'criteria');
    v_changed.overridden_score := (
      select sum((c ->> 'score')::numeric) from jsonb_array_elements(reprise_private.assessed_criteria(v_changed)) c
    );
  else
    v_changed.overridden_criteria := null;
    v_changed.overridden_score := (p_arguments ->> 'score')::numeric;
  end if;
  if v_changed.overridden_score is null or not v_changed.overridden_score between 0 and v_evaluation.max_score then
    perform reprise_private.invalid_request('score', 'must be between 0 and ' || v_evaluation.max_score);
  end if;
  insert into reprise.evaluation_history (conversation_id, actor, reason, evaluation)
  values (p_session.id, p_actor, 'override_score: ' || p_reason, to_jsonb(v_evaluation));
  update reprise.evaluations e
  set overridden_score = v_changed.overridden_score, overridden_criteria = v_changed.overridden_criteria, overridden_by = p_actor,
    overridden_at = now(), override_reason = p_reason
  where e.answer_id = v_evaluation.answer_id;
  perform reprise_private.reset_result(p_session.id);
  return jsonb_strip_nulls(jsonb_build_object(
    'score', v_changed.overridden_score, 'criteria', p_arguments -> 'criteria', 'machine_score', v_evaluation.score,
    'previous_override', v_evaluation.overridden_score
  ));
end
$$;
comment on function reprise_private.override_assessment is 'Sets a person''s score of a conversation, which counts instead of the machine''s.';
