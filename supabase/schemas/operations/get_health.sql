-- Returns what the health endpoint reports: whether an answer could be stored, the schema's version, and whether cleanup and grading keep
-- up. Called by the service role. With p_probe it writes a row and rolls it back (reprise_private.probe_storage). Counts stop at 1,000, so that a
-- backlog does not raise the cost.
create function reprise_private.get_health(p_probe boolean)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'database', reprise_private.probe_storage(p_probe),
      'migration', (select max(m.version) from supabase_migrations.schema_migrations m),
      'cleanup', jsonb_build_object(
        'last_run_at', (select reprise_private.rfc3339(max(r.started_at)) from reprise.cleanup_runs r),
        'oldest_overdue_seconds', (
          select round(extract(epoch from now() - min(a.updated_at) - t.active_session_max_age), 3)
          from reprise.active_interview_sessions a
          where a.updated_at < now() - t.active_session_max_age
        )
      ),
      'evaluation', (
        select jsonb_build_object(
          'queued', count(*) filter (where e.status = 'queued'), 'running', count(*) filter (where e.status = 'running'),
          'failed', (
            select count(*)
            from (select from reprise.evaluations f where f.status = 'failed' and f.overridden_score is null limit 1000) f
          ),
          'oldest_queued_seconds', round(extract(epoch from now() - min(e.queued_at) filter (where e.status = 'queued')), 3)
        )
        from (
          select o.status, o.queued_at from reprise.evaluations o where o.status in ('queued', 'running') order by o.due_at limit 1000
        ) e
      )
    )
    from reprise_private.settings t
  );
end
$$;
comment on function reprise_private.get_health is 'Returns what the health endpoint reports.';
