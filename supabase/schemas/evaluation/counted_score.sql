-- Returns the score of an evaluation that counts: a person's if there is one, else the machine's if the evaluation is done. Null while the
-- evaluation waits for review.
create function reprise_private.counted_score(p_evaluation reprise.evaluations)
returns numeric
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(p_evaluation.overridden_score, case when p_evaluation.status = 'done' then p_evaluation.score end);
end
$$;
comment on function reprise_private.counted_score is 'Returns the score of an evaluation that counts, or null.';
