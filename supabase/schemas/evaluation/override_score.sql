-- Sets a person's score beside the machine's; it counts from now on, and the result is computed again. Errors: invalid_request.
create function reprise_private.override_score(
  p_session reprise.interview_sessions, p_actor uuid, p_reason text, p_arguments jsonb
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_evaluation reprise.evaluations;
  v_score numeric := (p_arguments ->> 'score')::numeric;
begin
  if p_session.mode = 'conversation' then
    return reprise_private.override_assessment(p_session, p_actor, p_reason, p_arguments);
  end if;
  v_evaluation := reprise_private.find_evaluation(p_session.id, p_arguments);
  if v_score is null or not v_score between 0 and v_evaluation.max_score then
    perform reprise_private.invalid_request('score', 'must be between 0 and ' || v_evaluation.max_score);
  end if;
  insert into reprise.evaluation_history (answer_id, actor, reason, evaluation)
  values (v_evaluation.answer_id, p_actor, 'override_score: ' || p_reason, to_jsonb(v_evaluation));
  update reprise.evaluations e
  set overridden_score = v_score, overridden_by = p_actor, overridden_at = now(), override_reason = p_reason
  where e.answer_id = v_evaluation.answer_id;
  perform reprise_private.reset_result(p_session.id);
  return jsonb_build_object(
    'position', v_evaluation.position, 'score', v_score, 'machine_score', v_evaluation.score,
    'previous_override', v_evaluation.overridden_score
  );
end
$$;
comment on function reprise_private.override_score is 'Sets a person''s score, which counts instead of the machine''s.';
