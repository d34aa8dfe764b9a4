-- Own history and numbers by type and domain of practice.

drop function public.list_sessions(text, integer, text, text);
drop function private.list_sessions(text, integer, text, text);

-- The caller's sessions, newest first, one page by keyset. p_cursor is the next_cursor of the page before. Reads only. Planned for the
-- arguments of each call, so that a filter takes the index that is ordered like the page: only a practice run has a type or a domain.
-- Errors: invalid_request.
create function private.list_sessions(
  p_cursor text, p_page_size integer, p_status text, p_mode text, p_interview_type text, p_domain text
)
returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_user_id uuid := private.caller_id();
  v_size integer := coalesce(p_page_size, 20);
  v_after record;
  v_page public.interview_sessions[];
begin
  perform private.check_page(v_size, p_cursor, p_status, p_mode);
  select * into v_after from private.read_cursor(p_cursor);
  select array_agg(p order by p.started_at desc, p.id desc) into v_page
  from (
    select s.* from public.interview_sessions s
    where s.user_id = v_user_id and (s.started_at, s.id) < (v_after.started_at, v_after.id)
      and (p_status is null or s.status = p_status) and (p_mode is null or s.mode = p_mode)
      and (p_interview_type is null or (s.mode = 'practice' and s.interview_type = p_interview_type))
      and (p_domain is null or (s.mode = 'practice' and s.domain = p_domain))
    order by s.started_at desc, s.id desc
    limit v_size + 1
  ) p;
  return jsonb_build_object(
    'sessions', coalesce((
      select jsonb_agg(private.session_summary(p) order by p.started_at desc, p.id desc) from unnest(v_page[:v_size]) p
    ), '[]'),
    'next_cursor', case when cardinality(v_page) > v_size then private.write_cursor(v_page[v_size]) end,
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.list_sessions(text, integer, text, text, text, text) is 'One page of the caller''s own sessions.';
revoke execute on function private.list_sessions(text, integer, text, text, text, text) from public, anon;
grant execute on function private.list_sessions(text, integer, text, text, text, text) to authenticated;

-- One page of the caller's sessions. See private.list_sessions.
create function public.list_sessions(
  cursor text default null, page_size integer default 20, status text default null, mode text default null,
  interview_type text default null, domain text default null
)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.list_sessions(cursor, page_size, status, mode, interview_type, domain)
$$;
comment on function public.list_sessions(text, integer, text, text, text, text) is 'One page of the caller''s sessions. See private.list_sessions.';
revoke execute on function public.list_sessions(text, integer, text, text, text, text) from public, anon, authenticated;
grant execute on function public.list_sessions(text, integer, text, text, text, text) to authenticated;

-- A candidate's practice in numbers, per type and domain as they asked for them (a null domain is a run over all domains). Durations and
-- response times in seconds; percentages of graded sessions.
create function private.practice_analytics(p_user_id uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  with own as (
    select s.id, s.interview_type, s.domain, s.status, extract(epoch from s.completed_at - s.started_at) as seconds,
      case when r.status in ('ready', 'failed') then r.percentage end as percentage
    from public.interview_sessions s
    left join public.session_results r on r.session_id = s.id
    where s.user_id = p_user_id and s.mode = 'practice'
  ), responses as (
    select o.interview_type, o.domain, jsonb_build_object(
      'count', count(*), 'average', round(avg(t.seconds), 3), 'minimum', round(min(t.seconds), 3), 'maximum', round(max(t.seconds), 3)
    ) as numbers
    from own o
    join public.answers a on a.session_id = o.id and a.source = 'submitted'
    join public.session_questions q on q.session_id = a.session_id and q.position = a.position and q.served_at is not null
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
$$;
comment on function private.practice_analytics(uuid) is 'A candidate''s practice in numbers, by type and domain.';
revoke execute on function private.practice_analytics(uuid) from public, anon, authenticated;

-- A candidate's own history in numbers. Durations and response times in seconds.
create or replace function private.candidate_analytics(p_user_id uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  with own as (
    select s.id, s.mode, s.status, extract(epoch from s.completed_at - s.started_at) as seconds
    from public.interview_sessions s where s.user_id = p_user_id
  ), responses as (
    select o.mode, extract(epoch from a.received_at - q.served_at) as seconds
    from own o
    join public.answers a on a.session_id = o.id and a.source = 'submitted'
    join public.session_questions q on q.session_id = a.session_id and q.position = a.position and q.served_at is not null
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
    'by_type', private.practice_analytics(p_user_id)
  )
  from own o
$$;
comment on function private.candidate_analytics(uuid) is 'A candidate''s own history in numbers.';
revoke execute on function private.candidate_analytics(uuid) from public, anon, authenticated;
