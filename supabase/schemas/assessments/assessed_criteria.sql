-- Returns the criteria of a conversation with the scores of its assessment: {id, title, description, points, score, machine_score, reviewed,
-- evidence, comment}. score counts: a person's, else the machine's if the evaluation is done, else null. machine_score is what the model gave
-- or, if the assessment waits for a person, proposes. A person's total without criteria leaves score null.
create function reprise_private.assessed_criteria(p_evaluation reprise.evaluations)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_agg(jsonb_build_object(
      'id', c.criterion ->> 'id', 'title', c.criterion ->> 'title', 'description', coalesce(c.criterion ->> 'description', ''),
      'points', c.criterion -> 'points',
      'score', case
        when p_evaluation.overridden_criteria is not null then coalesce(
          p_evaluation.overridden_criteria -> (c.criterion ->> 'id'), case when p_evaluation.status = 'done' then g.given -> 'score' end
        )
        when p_evaluation.overridden_score is null and p_evaluation.status = 'done' then g.given -> 'score'
      end,
      'machine_score', g.given -> 'score',
      'reviewed', coalesce(p_evaluation.overridden_criteria ? (c.criterion ->> 'id'), false),
      'evidence', coalesce(g.given -> 'evidence', '[]'), 'comment', g.given ->> 'comment'
    ) order by c.number)
    from reprise.conversation_criteria k
    cross join jsonb_array_elements(k.criteria) with ordinality c (criterion, number)
    left join lateral (
      select f.given from jsonb_array_elements(p_evaluation.feedback -> 'criteria') f (given)
      where f.given ->> 'id' = c.criterion ->> 'id'
      limit 1
    ) g on true
    where k.session_id = p_evaluation.session_id
  );
end
$$;
comment on function reprise_private.assessed_criteria is 'Returns the criteria of a conversation with the scores of its assessment.';
