-- Health at a glance: what GET /health reports, connections, the oldest transaction, and the three settings that make a commit durable.
-- Good: last_run_at is under two minutes old, oldest_overdue_seconds is null or under 60, not_durable is null, no transaction is older than seconds.
select
  h.health ->> 'migration' as migration,
  h.health -> 'cleanup' ->> 'last_run_at' as cleanup_last_run_at,
  h.health -> 'cleanup' ->> 'oldest_overdue_seconds' as oldest_overdue_seconds,
  (select count(*) from public.active_interview_sessions) as live_sessions,
  c.connections,
  current_setting('max_connections')::integer as max_connections,
  c.waiting_for_a_lock,
  c.oldest_transaction,
  (
    select string_agg(s.name || ' = ' || s.setting, ', ')
    from pg_settings s
    where s.name in ('fsync', 'full_page_writes', 'synchronous_commit') and s.setting = 'off'
  ) as not_durable
from (select private.get_health() as health) h
cross join (
  select
    count(*) as connections,
    count(*) filter (where a.wait_event_type = 'Lock') as waiting_for_a_lock,
    max(now() - a.xact_start) as oldest_transaction
  from pg_stat_activity a
  where a.backend_type = 'client backend'
) c;
