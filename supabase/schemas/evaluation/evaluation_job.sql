-- Returns what a grader needs to grade one answer: question, key and answer, whether its candidate may read feedback, and the grade that an
-- earlier attempt stored before its feedback was written (reprise_private.store_grade).
create function reprise_private.evaluation_job(p_evaluation reprise.evaluations)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  if p_evaluation.kind = 'conversation' then
    return reprise_private.assessment_job(p_evaluation);
  end if;
  return (
    select jsonb_build_object(
      'answer_id', a.id, 'token', p_evaluation.claim_token, 'attempt', p_evaluation.attempts, 'max_attempts', p_evaluation.max_attempts,
      'session_id', a.session_id, 'position', a.position, 'kind', q.kind, 'prompt', q.prompt, 'points', q.points,
      'answer', coalesce(l.answer, a.answer), 'late', l.id is not null,
      'shows_feedback', reprise_private.shows_results(s), 'grade', p_evaluation.grade,
      'keywords', coalesce(k.keywords, '[]'), 'keywords_needed', k.keywords_needed, 'sample_solution', k.sample_solution, 'criteria', coalesce(k.criteria, '[]')
    )
    from reprise.answers a
    join reprise.interview_sessions s on s.id = a.session_id
    join reprise.session_questions q on q.session_id = a.session_id and q.position = a.position
    left join reprise.session_question_keys k on k.session_id = a.session_id and k.position = a.position
    left join reprise.late_answers l on l.id = p_evaluation.late_answer_id
    where a.id = p_evaluation.answer_id
  );
end
$$;
comment on function reprise_private.evaluation_job is 'Returns what a grader needs to grade one answer.';
