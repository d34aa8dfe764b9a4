-- Returns the assessment in the results of a conversation; null if there is none. A reviewer gets everything. The candidate gets how it
-- stands and, where scores are shown (p_scores), the score that counts, titles with points and scores, and the feedback that was written without
-- the criteria. Of what raised suspicion the candidate learns nothing: everything that waits for a person is not_assessed, except
-- what they know themselves, that it was too short.
create function reprise_private.assessment_view(p_session reprise.interview_sessions, p_reviews boolean, p_scores boolean)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_evaluation reprise.evaluations;
  v_score numeric;
begin
  select * into v_evaluation from reprise.evaluations e where e.answer_id = p_session.id;
  if not found then
    return null;
  end if;
  v_score := reprise_private.counted_score(v_evaluation);
  if p_reviews then
    return jsonb_build_object(
      'score', v_score, 'max_score', v_evaluation.max_score, 'reviewed', v_evaluation.overridden_score is not null,
      'criteria', reprise_private.assessed_criteria(v_evaluation),
      'evaluation', reprise_private.evaluation_view(v_evaluation) || jsonb_build_object('feedback', v_evaluation.feedback - 'criteria'),
      'history', reprise_private.evaluation_history_view(v_evaluation.answer_id, 20)
    );
  end if;
  return jsonb_build_object('status', case
    when v_evaluation.status in ('queued', 'running') then 'grading'
    when p_scores and v_score is not null then 'assessed'
    when 'too_short' = any (v_evaluation.flags) and v_score is null then 'too_short'
    when p_scores then 'not_assessed'
    else 'hidden'
  end) || case when p_scores and v_score is not null then jsonb_build_object(
    'score', v_score, 'max_score', v_evaluation.max_score, 'reviewed', v_evaluation.overridden_score is not null,
    'criteria', (
      select jsonb_agg(jsonb_build_object('title', c -> 'title', 'points', c -> 'points', 'score', c -> 'score'))
      from jsonb_array_elements(reprise_private.assessed_criteria(v_evaluation)) c
    ),
    'feedback', reprise_private.candidate_feedback(v_evaluation)
  ) else '{}' end;
end
$$;
comment on function reprise_private.assessment_view is 'Returns the assessment in the results of a conversation.';
