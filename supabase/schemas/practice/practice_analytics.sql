-- Returns statistics of a candidate's practice, per type and domain as chosen (a null domain is a run over all domains). Durations and
-- response times are in seconds; percentages are those of sessions whose answers all have a score.
create function reprise_private.practice_analytics(p_user_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with own as (
      select s.id, s.interview_type, s.domain, s.status, extract(epoch from s.completed_at - s.started_at) as seconds,
        case when r.status in ('ready', 'failed') and r.all_graded then r.percentage end as percentage
      from reprise.interview_sessions s
      left join reprise.session_results r on r.session_id = s.id
      where s.user_id = p_user_id and s.mode = 'practice'
    ), responses as (
      select o.interview_type, o.domain, jsonb_build_object(
        'count', count(*), 'average', round(avg(t.seconds), 3), 'minimum', round(min(t.seconds), 3), 'maximum', round(max(t.seconds), 3)
      ) as numbers
      from own o
      join reprise.answers a on a.session_id = o.id and a.source = 'submitted'
      join reprise.session_questions q on q.session_id = a.session_id and q.position = a.position and q.served_at is not null
      cross join lateral (select extract(epoch from a.received_at - q.served_at) as seconds) t
      group by o.interview_type, o.domain
    ), kinds as (
      select o.interview_type, o.domain, count(*) as sessions,
        count(*) filter (where o.status = 'completed') as completed,
        round(count(*) filter (where o.status = 'completed')::numeric / count(*), 4) as completion_rate,
        round(avg(o.seconds), 3) as average_duration_seconds,
        round(avg(o.percentage), 2) as average_percentage
      from own o
      group by o.interview_type, o.domain
    )
    select coalesce(jsonb_agg(
      to_jsonb(k) || jsonb_build_object('response_seconds', coalesce(
        r.numbers, '{"count": 0, "average": null, "minimum": null, "maximum": null}'
      ))
      order by k.interview_type, k.domain nulls first
    ), '[]')
    from kinds k
    left join responses r on r.interview_type = k.interview_type and r.domain is not distinct from k.domain
  );
end
$$;
comment on function reprise_private.practice_analytics is 'Returns statistics of a candidate''s practice, by type and domain.';
