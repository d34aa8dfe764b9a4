-- Summarizes the last hour of cleanup.
create view reprise_ops.cleanup_health with (security_invoker = true) as
select
  max(r.started_at) as last_run_at, count(*) as batches, sum(r.deleted) as deleted, sum(r.expired_questions) as expired_questions,
  sum(r.abandoned_sessions) as abandoned_sessions, sum(r.errors) as errors, max(r.duration_ms) as slowest_ms
from reprise.cleanup_runs r
where r.started_at > now() - interval '1 hour';
comment on view reprise_ops.cleanup_health is 'The last hour of cleanup. A last_run_at older than two minutes means that nothing calls it.';
