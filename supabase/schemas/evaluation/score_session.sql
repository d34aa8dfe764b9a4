-- Returns the totals of a session. A person's score replaces the machine's; a missing score adds nothing and makes all_graded false. A
-- question without an answer, as in a cancelled session, has nothing to grade: it adds its points to the maximum only. A conversation counts
-- like one question.
create function reprise_private.score_session(p_session_id uuid)
returns table (total numeric, percentage numeric, all_graded boolean)
language sql stable set search_path = ''
as $$
  select coalesce(sum(reprise_private.counted_score(g.evaluation)), 0),
    round(100 * coalesce(sum(reprise_private.counted_score(g.evaluation)), 0) / nullif(sum(g.points), 0), 2),
    coalesce(
      bool_and(reprise_private.counted_score(g.evaluation) is not null) filter (where (g.evaluation).answer_id is not null), true
    )
  from (
    select q.points, e as evaluation
    from reprise.session_questions q
    left join reprise.evaluations e on e.session_id = q.session_id and e.position = q.position
    where q.session_id = p_session_id
    union all
    select e.max_score, e from reprise.evaluations e where e.answer_id = p_session_id
  ) g
$$;
comment on function reprise_private.score_session is 'Returns the totals of a session.';
