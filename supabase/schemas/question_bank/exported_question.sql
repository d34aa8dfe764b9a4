-- Returns a question with its key as export_questions writes it and import_questions reads it.
create function reprise_private.exported_question(p_question reprise.questions, p_key reprise.question_keys)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'kind', p_question.kind, 'interview_type', p_question.interview_type, 'domain', p_question.domain, 'difficulty', p_question.difficulty,
    'tags', p_question.tags, 'prompt', p_question.prompt, 'options', p_question.options, 'points', p_question.points,
    'time_limit_seconds', p_question.time_limit_seconds, 'min_seconds', p_question.min_seconds, 'is_active', p_question.is_active,
    'key', case when p_key.question_id is not null then jsonb_build_object(
      'correct_option', p_key.correct_option, 'keywords', p_key.keywords, 'sample_solution', p_key.sample_solution,
      'criteria', p_key.criteria, 'explanation', p_key.explanation, 'keywords_needed', p_key.keywords_needed,
      'sources', p_key.sources
    ) end
  );
end
$$;
comment on function reprise_private.exported_question is 'Returns a question with its key, as files have it.';
