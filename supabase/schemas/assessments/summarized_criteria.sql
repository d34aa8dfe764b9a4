-- Returns the criteria of a conversation for the writer of its summary, in the form in which a timed session's answers come: titles, points
-- and scores. The candidate may read the summary, so no description, no evidence and nothing that was written by a call that knew them.
create function reprise_private.summarized_criteria(p_session_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_agg(jsonb_build_object(
      'position', c.number - 1, 'kind', 'criterion', 'prompt', c.criterion ->> 'title', 'points', c.criterion -> 'points',
      'source', 'submitted', 'status', e.status, 'score', c.criterion -> 'score',
      'feedback', case when c.number = 1 then reprise_private.candidate_feedback(e) else '{}' end
    ) order by c.number)
    from reprise.evaluations e
    cross join jsonb_array_elements(reprise_private.assessed_criteria(e)) with ordinality c (criterion, number)
    where e.answer_id = p_session_id
  );
end
$$;
comment on function reprise_private.summarized_criteria is 'Returns the criteria of a conversation for the writer of its summary.';
