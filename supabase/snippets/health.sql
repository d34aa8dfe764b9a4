-- Shows what GET /health reports, connections, the oldest transaction, settings that make commits unsafe, and the roles whose statements
-- may run for longer than three seconds.
-- Good: storage is ok, last_run_at is less than two minutes ago, oldest_overdue_seconds is null or under 60, not_durable and
-- roles_without_timeout are null, and no transaction is older than a few seconds.
select
  h.health ->> 'database' as storage,
  h.health ->> 'migration' as migration,
  h.health -> 'cleanup' ->> 'last_run_at' as cleanup_last_run_at,
  h.health -> 'cleanup' ->> 'oldest_overdue_seconds' as oldest_overdue_seconds,
  (select count(*) from reprise.active_interview_sessions) as live_sessions,
  c.connections,
  current_setting('max_connections')::integer as max_connections,
  c.waiting_for_a_lock,
  c.oldest_transaction,
  (
    select string_agg(s.name || ' = ' || s.setting, ', ')
    from pg_settings s
    where s.name in ('fsync', 'full_page_writes', 'synchronous_commit') and s.setting = 'off'
  ) as not_durable,
  (
    select string_agg(r.rolname, ', ')
    from pg_roles r
    where r.rolname in ('anon', 'authenticated') and not exists (
      select from unnest(r.rolconfig) c
      -- A number without a unit is in milliseconds.
      where c like 'statement_timeout=%'
        and regexp_replace(split_part(c, '=', 2), '^(\d+)$', '\1 ms')::interval between interval '1 ms' and interval '3 s'
    )
  ) as roles_without_timeout
from (select reprise_private.get_health(true) as health) h
cross join (
  select
    count(*) as connections,
    count(*) filter (where a.wait_event_type = 'Lock') as waiting_for_a_lock,
    max(now() - a.xact_start) as oldest_transaction
  from pg_stat_activity a
  where a.backend_type = 'client backend'
) c;
