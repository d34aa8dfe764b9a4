-- What the health endpoint reports: schema version, and whether cleanup keeps up. Caller: service role. Reads only.
create function private.get_health()
returns jsonb
language sql stable security definer set search_path = ''
as $$
  select jsonb_build_object(
    'database', 'ok',
    'migration', (select max(m.version) from supabase_migrations.schema_migrations m),
    'cleanup', jsonb_build_object(
      'last_run_at', (select private.rfc3339(max(r.started_at)) from public.cleanup_runs r),
      'oldest_overdue_seconds', (
        select round(extract(epoch from now() - min(a.updated_at) - t.active_session_max_age), 3)
        from public.active_interview_sessions a
        where a.updated_at < now() - t.active_session_max_age
      )
    ),
    'evaluation', (
      select jsonb_build_object(
        'queued', count(*) filter (where e.status = 'queued'), 'running', count(*) filter (where e.status = 'running'),
        'failed', (select count(*) from public.evaluations f where f.status = 'failed' and f.overridden_score is null),
        'oldest_queued_seconds', round(extract(epoch from now() - min(e.queued_at) filter (where e.status = 'queued')), 3)
      )
      from public.evaluations e where e.status in ('queued', 'running')
    )
  )
  from private.settings t
$$;
comment on function private.get_health() is 'Facts for the health endpoint.';
revoke execute on function private.get_health() from public, anon, authenticated;
grant execute on function private.get_health() to service_role;
