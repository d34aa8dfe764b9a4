-- Returns statistics of a candidate's own sessions. Durations and response times are in seconds.
create function reprise_private.candidate_analytics(p_user_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with own as (
      select s.id, s.mode, s.status, extract(epoch from s.completed_at - s.started_at) as seconds
      from reprise.interview_sessions s where s.user_id = p_user_id
    ), responses as (
      select o.mode, extract(epoch from a.received_at - q.served_at) as seconds
      from own o
      join reprise.answers a on a.session_id = o.id and a.source = 'submitted'
      join reprise.session_questions q on q.session_id = a.session_id and q.position = a.position and q.served_at is not null
    )
    select jsonb_build_object(
      'sessions', count(*),
      'completed', count(*) filter (where o.status = 'completed'),
      'completion_rate', round(count(*) filter (where o.status = 'completed')::numeric / nullif(count(*), 0), 4),
      'average_duration_seconds', round(avg(o.seconds) filter (where o.status = 'completed'), 3),
      'response_seconds', (
        select jsonb_build_object(
          'count', count(*), 'average', round(avg(r.seconds), 3), 'minimum', round(min(r.seconds), 3), 'maximum', round(max(r.seconds), 3)
        ) from responses r
      ),
      'by_mode', coalesce((
        select jsonb_object_agg(m.mode, jsonb_build_object(
          'sessions', m.sessions, 'completed', m.completed, 'average_duration_seconds', m.seconds
        ))
        from (
          select b.mode, count(*) as sessions, count(*) filter (where b.status = 'completed') as completed,
            round(avg(b.seconds) filter (where b.status = 'completed'), 3) as seconds
          from own b group by b.mode
        ) m
      ), '{}'),
      'by_type', reprise_private.practice_analytics(p_user_id)
    )
    from own o
  );
end
$$;
comment on function reprise_private.candidate_analytics is 'Returns statistics of a candidate''s own sessions.';
