-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise_private.account_deletions,
  reprise.audit_events,
  reprise.session_statistics
from public, anon, authenticated, service_role;
revoke all on sequence
  reprise.audit_events_id_seq
from public, anon, authenticated, service_role;
grant select on
  reprise.audit_events,
  reprise.session_statistics
to authenticated;

revoke execute on function
  reprise.delete_account,
  reprise.get_account,
  reprise.keep_account,
  reprise.list_account_rows,
  reprise.run_retention,
  reprise.take_account_export,
  reprise_private.account_question_item,
  reprise_private.account_rows,
  reprise_private.account_session_item,
  reprise_private.account_session_rows,
  reprise_private.account_slice,
  reprise_private.account_view,
  reprise_private.audit_values,
  reprise_private.delete_account,
  reprise_private.delete_expired_row,
  reprise_private.deletion_view,
  reprise_private.erase_account,
  reprise_private.expired_rows,
  reprise_private.forget_person,
  reprise_private.get_account,
  reprise_private.is_forgotten,
  reprise_private.keep_account,
  reprise_private.list_account_rows,
  reprise_private.nobody,
  reprise_private.organization_without_another_owner,
  reprise_private.record_change,
  reprise_private.refuse_change_of_audit_events,
  reprise_private.refuse_leaving_owner,
  reprise_private.retain_session_statistics,
  reprise_private.run_retention,
  reprise_private.take_account_export
from public, anon, authenticated, service_role;
grant execute on function
  reprise.delete_account,
  reprise.get_account,
  reprise.keep_account,
  reprise.list_account_rows,
  reprise.take_account_export,
  reprise_private.delete_account,
  reprise_private.get_account,
  reprise_private.keep_account,
  reprise_private.list_account_rows,
  reprise_private.take_account_export
to authenticated;
grant execute on function
  reprise.run_retention,
  reprise_private.run_retention
to service_role;
