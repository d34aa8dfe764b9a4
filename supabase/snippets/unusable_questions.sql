-- Lists questions and keys that were stored before they were checked and would be refused today: their organization, their place and what
-- is wrong. An empty list is good. An interview with an unanswerable question cannot be started (interview_not_ready), even if the question
-- is inactive. Answers whose key does not fit wait for a person. Correct the row, or remove the question from its interviews and set
-- is_active to false; it stays in this list.
select q.id, q.organization_id, left(q.prompt, 60) as prompt,
  (
    select string_agg(
      case when jsonb_typeof(l.part) = 'number' then '[' || (l.part #>> '{}') || ']' else repeat('.', (l.number > 1)::integer) || (l.part #>> '{}') end,
      '' order by l.number
    )
    from jsonb_array_elements(f.loc) with ordinality l (part, number)
  ) as place,
  f.msg
from reprise.questions q
left join reprise.question_keys k on k.question_id = q.id
cross join lateral (
  select * from reprise_private.question_faults(q)
  union all
  select * from reprise_private.key_faults(k, q.kind, q.options) where k.question_id is not null
) f
order by q.organization_id, q.id, place;
