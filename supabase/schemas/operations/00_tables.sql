create table reprise.cleanup_runs (
  id bigint generated always as identity primary key,
  started_at timestamptz not null default now(),
  duration_ms numeric not null,
  deleted integer not null,
  expired_questions integer not null,
  abandoned_sessions integer not null,
  errors integer not null,
  error_details jsonb not null default '[]',
  cursor jsonb,
  deleted_by_retention integer,
  deleted_accounts integer not null default 0,
  retention_cursor jsonb
);
comment on table reprise.cleanup_runs is 'One row per batch of cleanup, deleted after 30 days.';
comment on column reprise.cleanup_runs.cursor is 'Where the next batch continues; null if cleanup had reached its end.';
comment on column reprise.cleanup_runs.deleted_by_retention is 
  'Sessions and prep sessions that were past their retention; null: no reprise_private.run_retention followed this batch.';
comment on column reprise.cleanup_runs.retention_cursor is
  'Where the next reprise_private.run_retention continues; null if it had reached the end.';
create index cleanup_runs_started_at_idx on reprise.cleanup_runs (started_at);

-- The table that GET /health writes to as a test. It never holds a row: reprise_private.probe_storage rolls its write back.
create table reprise_private.health_probes (
  filler text not null
);

-- Stored in the table's own pages, uncompressed.
alter table reprise_private.health_probes alter column filler set storage plain;
comment on table reprise_private.health_probes is 'Where the health endpoint tests writing; always empty.';
