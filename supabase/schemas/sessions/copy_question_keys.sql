-- Copies the current keys of a new session's questions. The caller has just copied the questions.
create function reprise_private.copy_question_keys(p_session_id uuid)
returns void
language plpgsql set search_path = ''
as $$
begin
  insert into reprise.session_question_keys (
    session_id, position, correct_option, keywords, sample_solution, criteria, keywords_needed, explanation, sources
  )
  select sq.session_id, sq.position, k.correct_option, k.keywords, k.sample_solution, k.criteria, k.keywords_needed, k.explanation, k.sources
  from reprise.session_questions sq
  join reprise.question_keys k on k.question_id = sq.question_id
  where sq.session_id = p_session_id;
end
$$;
comment on function reprise_private.copy_question_keys is 'Copies the current keys of a new session''s questions.';
