-- Returns the part of an evaluation's feedback that its candidate may read once results are shown: what was written without the key, and
-- nothing for an evaluation in doubt. Everything else in the feedback is for reviewers. candidate_results and summary_job use it.
create function reprise_private.candidate_feedback(p_evaluation reprise.evaluations)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return case when p_evaluation.status = 'done' then
    jsonb_strip_nulls(jsonb_build_object(
      'text', p_evaluation.feedback -> 'text', 'strengths', p_evaluation.feedback -> 'strengths',
      'improvements', p_evaluation.feedback -> 'improvements'
    ))
  else '{}' end;
end
$$;
comment on function reprise_private.candidate_feedback is 'Returns the part of an evaluation''s feedback that its candidate may read.';
