-- GET /health only read, so it answered ok while nothing could be stored. It now writes a row and takes it back, and its counts are bounded.

-- Where GET /health tries to write. It never holds a row: private.storage_state takes back what it wrote.
create table private.health_probes (
  filler text not null
);
-- Kept in the table's own pages, uncompressed.
alter table private.health_probes alter column filler set storage plain;
comment on table private.health_probes is 'Where the health endpoint tries to write; always empty.';
revoke all on private.health_probes from public, anon, authenticated, service_role;

-- Whether an answer could be stored now: 'ok', or 'read_only' where the database refuses writes or has no room for them. Caller: private.get_health.
-- Waits for nothing but a lock on the tables of an answer, up to the caller's lock_timeout; then it raises. What it writes is taken back.
-- A row as large as a page needs a new page each time: an update in place would not notice a full disk.
create function private.storage_state()
returns text
language plpgsql volatile set search_path = ''
as $$
begin
  -- On a standby this is always on.
  if current_setting('transaction_read_only')::boolean then
    return 'read_only';
  end if;
  lock table public.interview_sessions, public.session_questions, public.answers, public.late_answers, public.active_interview_sessions,
    public.session_events, public.evaluations, public.session_results in row exclusive mode;
  insert into private.health_probes (filler) values (repeat('x', 7900));
  raise sqlstate 'HP000';
exception
  when sqlstate 'HP000' then
    return 'ok';
  when read_only_sql_transaction or insufficient_resources or io_error then
    return 'read_only';
end
$$;
comment on function private.storage_state() is 'Whether an answer could be stored now.';
revoke execute on function private.storage_state() from public, anon, authenticated;

-- What the health endpoint reports: whether an answer could be stored, the schema's version, and whether cleanup and grading keep up.
-- Caller: service role. Writes and takes back one row (private.storage_state). Counts stop at 1,000, so that the cost does not follow a backlog.
create or replace function private.get_health()
returns jsonb
language sql volatile security definer set search_path = ''
as $$
  select jsonb_build_object(
    'database', private.storage_state(),
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
        'failed', (
          select count(*)
          from (select from public.evaluations f where f.status = 'failed' and f.overridden_score is null limit 1000) f
        ),
        'oldest_queued_seconds', round(extract(epoch from now() - min(e.queued_at) filter (where e.status = 'queued')), 3)
      )
      from (
        select o.status, o.queued_at from public.evaluations o where o.status in ('queued', 'running') order by o.due_at limit 1000
      ) e
    )
  )
  from private.settings t
$$;
comment on function private.get_health() is 'Facts for the health endpoint.';
revoke execute on function private.get_health() from public, anon, authenticated;
grant execute on function private.get_health() to service_role;
