-- Returns the keys of the question bank that differ from a session's own copies, by position, including keys written after the session
-- started. fits says whether the key can grade the session's question: the bank's question belongs to the session's organization or to the
-- public bank, and the correct option of an mcq is one of those shown to the candidate.
create function reprise_private.changed_keys(p_session_id uuid)
returns table (
  question_position integer, correct_option text, keywords jsonb, sample_solution text, criteria jsonb, keywords_needed integer, fits boolean
)
language plpgsql stable set search_path = ''
as $$
begin
  -- In plpgsql: SQL functions are planned at each call, and a regrade calls this one for each session.
  return query
  select q.position, k.correct_option, k.keywords, k.sample_solution, k.criteria, k.keywords_needed,
    (b.organization_id is null or b.organization_id is not distinct from s.organization_id)
      and (q.kind <> 'mcq' or reprise_private.is_option_id(q.options, k.correct_option))
  from reprise.session_questions q
  join reprise.interview_sessions s on s.id = q.session_id
  join reprise.questions b on b.id = q.question_id
  join reprise.question_keys k on k.question_id = b.id
  left join reprise.session_question_keys o on o.session_id = q.session_id and o.position = q.position
  where q.session_id = p_session_id
    and (o.correct_option, o.keywords, o.sample_solution, o.criteria, o.keywords_needed)
      is distinct from (k.correct_option, k.keywords, k.sample_solution, k.criteria, k.keywords_needed)
  order by q.position;
end
$$;
comment on function reprise_private.changed_keys is 'Returns the keys of the question bank that differ from a session''s own copies.';
