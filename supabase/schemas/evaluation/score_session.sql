-- Returns the totals of a session. A person's score replaces the machine's; a missing score adds nothing and makes all_graded false. A
-- question without an answer, as in a cancelled session, has nothing to grade: it adds its points to the maximum only.
create function reprise_private.score_session(p_session_id uuid)
returns table (total numeric, percentage numeric, all_graded boolean)
language sql stable set search_path = ''
as $$
  select coalesce(sum(reprise_private.counted_score(e)), 0),
    round(100 * coalesce(sum(reprise_private.counted_score(e)), 0) / nullif(sum(q.points), 0), 2),
    coalesce(bool_and(reprise_private.counted_score(e) is not null) filter (where e.answer_id is not null), true)
  from reprise.session_questions q
  left join reprise.evaluations e on e.session_id = q.session_id and e.position = q.position
  where q.session_id = p_session_id
$$;
comment on function reprise_private.score_session is 'Returns the totals of a session.';
