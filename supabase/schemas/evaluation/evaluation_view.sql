-- Returns an evaluation as reviewers see it: without its claim, with the machine's and the person's score side by side.
create function reprise_private.evaluation_view(p_evaluation reprise.evaluations)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'status', p_evaluation.status, 'attempts', p_evaluation.attempts, 'max_attempts', p_evaluation.max_attempts,
      'grader', p_evaluation.grader, 'provisional', p_evaluation.provisional, 'model', p_evaluation.model,
      'prompt_version', p_evaluation.prompt_version, 'input_tokens', p_evaluation.input_tokens,
      'output_tokens', p_evaluation.output_tokens, 'latency_ms', p_evaluation.latency_ms,
      'machine_score', p_evaluation.score, 'overridden_score', p_evaluation.overridden_score,
      'overridden_by', p_evaluation.overridden_by, 'override_reason', p_evaluation.override_reason,
      'feedback', p_evaluation.feedback, 'flags', p_evaluation.flags, 'error', p_evaluation.error,
      'late_answer_id', p_evaluation.late_answer_id, 'finished_at', reprise_private.rfc3339(p_evaluation.finished_at)
    )
    where p_evaluation.answer_id is not null
  );
end
$$;
comment on function reprise_private.evaluation_view is 'Returns an evaluation as reviewers see it.';
