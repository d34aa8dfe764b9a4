-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise_private.organization_events,
  reprise_private.webhook_deliveries,
  reprise_private.webhook_secrets,
  reprise_private.webhooks
from public, anon, authenticated, service_role;
revoke all on sequence
  reprise_private.organization_event_seq,
  reprise_private.organization_events_number_seq
from public, anon, authenticated, service_role;

revoke execute on function
  reprise.change_webhook,
  reprise.claim_webhook,
  reprise.claim_webhook_test,
  reprise.create_webhook,
  reprise.delete_webhook,
  reprise.finish_webhook_attempt,
  reprise.finish_webhook_test,
  reprise.list_webhook_deliveries,
  reprise.list_webhooks,
  reprise.release_webhook,
  reprise.test_webhook,
  reprise_private.append_organization_event,
  reprise_private.change_webhook,
  reprise_private.check_webhook,
  reprise_private.check_webhook_owner,
  reprise_private.claim_webhook,
  reprise_private.claim_webhook_test,
  reprise_private.create_webhook,
  reprise_private.delete_webhook,
  reprise_private.finish_webhook_attempt,
  reprise_private.finish_webhook_test,
  reprise_private.gets_event,
  reprise_private.list_webhook_deliveries,
  reprise_private.list_webhooks,
  reprise_private.lock_own_webhook,
  reprise_private.mint_webhook_secret,
  reprise_private.number_organization_events,
  reprise_private.organization_event_message,
  reprise_private.record_organization_event,
  reprise_private.release_webhook,
  reprise_private.test_webhook,
  reprise_private.webhook_events,
  reprise_private.webhook_target,
  reprise_private.webhook_view
from public, anon, authenticated, service_role;
grant execute on function
  reprise.change_webhook,
  reprise.create_webhook,
  reprise.delete_webhook,
  reprise.list_webhook_deliveries,
  reprise.list_webhooks,
  reprise.test_webhook,
  reprise_private.change_webhook,
  reprise_private.create_webhook,
  reprise_private.delete_webhook,
  reprise_private.list_webhook_deliveries,
  reprise_private.list_webhooks,
  reprise_private.test_webhook
to authenticated;
grant execute on function
  reprise.claim_webhook,
  reprise.claim_webhook_test,
  reprise.finish_webhook_attempt,
  reprise.finish_webhook_test,
  reprise.release_webhook,
  reprise_private.claim_webhook,
  reprise_private.claim_webhook_test,
  reprise_private.finish_webhook_attempt,
  reprise_private.finish_webhook_test,
  reprise_private.release_webhook
to service_role;
