-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.cleanup_runs,
  reprise_private.health_probes,
  reprise_ops.cleanup_health,
  reprise_ops.late_texts,
  reprise_ops.live_sessions
from public, anon, authenticated, service_role;
revoke all on sequence
  reprise.cleanup_runs_id_seq
from public, anon, authenticated, service_role;

revoke execute on function
  reprise.get_health,
  reprise.run_cleanup,
  reprise_private.expire_overdue_row,
  reprise_private.get_health,
  reprise_private.overdue_rows,
  reprise_private.run_cleanup,
  reprise_private.run_cleanup_batches,
  reprise_private.settle_overdue_session,
  reprise_private.probe_storage
from public, anon, authenticated, service_role;
grant execute on function
  reprise.get_health,
  reprise.run_cleanup,
  reprise_private.get_health,
  reprise_private.run_cleanup,
  reprise_private.run_cleanup_batches
to service_role;
