-- Returns what the candidate of a practice run may read of a key once the run is over, to learn from: the right option, a sample solution, the
-- criteria, the explanation and what to read next. Null without a key. The caller has checked that the session is such a run. Keywords are
-- left out: they are spellings for a search, and a list of them would teach to write for it.
create function reprise_private.solution_view(p_key reprise.session_question_keys)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return case when p_key.session_id is not null then jsonb_build_object(
    'correct_option', p_key.correct_option, 'sample_solution', p_key.sample_solution, 'criteria', p_key.criteria,
    'explanation', p_key.explanation, 'sources', p_key.sources
  ) end;
end
$$;
comment on function reprise_private.solution_view is 'Returns what the candidate of a practice run that is over may read of a key.';
