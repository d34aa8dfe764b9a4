-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise_private.receipts
from public, anon, authenticated, service_role;

revoke execute on function
  reprise.get_record,
  reprise_private.append_receipt,
  reprise_private.get_record,
  reprise_private.receipt,
  reprise_private.receipt_digest,
  reprise_private.receipt_view,
  reprise_private.refuse_change_of_receipts
from public, anon, authenticated, service_role;
grant execute on function
  reprise.get_record,
  reprise_private.get_record
to authenticated;
