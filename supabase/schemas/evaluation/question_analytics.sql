-- Returns statistics per question of an interview: in how many sessions it was (drawn or not), how often it was served, answered and
-- expired, and the response time in seconds. A question has one row wherever its sessions ask it, with its first position there.
-- difficulty is the average share of the points (1 is easy). discrimination is the correlation of its score with the rest of the session's
-- points (below 0.2 separates badly). Only scores of served questions count: a question that a candidate never saw is not hard. Covers the
-- sessions of the caller's organizations, without the caller's own.
create function reprise_private.question_analytics(p_interview_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with scored as (
      select q.position, q.question_id, q.kind, q.points, a.source, q.served_at,
        extract(epoch from a.received_at - q.served_at) as seconds, reprise_private.counted_score(e) as score,
        sum(reprise_private.counted_score(e)) over (partition by s.id) as session_score,
        bool_and(reprise_private.counted_score(e) is not null) over (partition by s.id) as all_scored, s.status
      from reprise.interview_sessions s
      join reprise.session_questions q on q.session_id = s.id
      left join reprise.answers a on a.session_id = q.session_id and a.position = q.position
      left join reprise.evaluations e on e.answer_id = a.id
      where s.interview_id = p_interview_id and s.organization_id in (select reprise_private.organizations_of_caller())
        and s.user_id <> (select reprise_private.caller_id())
    )
    select coalesce(jsonb_agg(to_jsonb(p) order by p.position, p.question_id), '[]')
    from (
      select min(c.position) as position, c.question_id, min(c.kind) as kind, max(c.points) as points, count(*) as sessions,
        count(c.served_at) as served,
        count(*) filter (where c.source = 'submitted') as submitted,
        count(*) filter (where c.source in ('draft', 'expired')) as ran_out,
        count(*) filter (where c.source = 'skipped') as skipped,
        round(avg(c.seconds) filter (where c.source = 'submitted'), 3) as average_response_seconds,
        count(c.score) filter (where c.served_at is not null) as scored,
        round(avg(c.score / c.points) filter (where c.served_at is not null), 4) as difficulty,
        round((corr(c.score, c.session_score - c.score) filter (
          where c.served_at is not null and c.status = 'completed' and c.all_scored
        ))::numeric, 4) as discrimination
      from scored c
      group by c.question_id, case when c.question_id is null then c.position end
    ) p
  );
end
$$;
comment on function reprise_private.question_analytics is 'Returns difficulty, discrimination and response times of an interview''s questions.';
