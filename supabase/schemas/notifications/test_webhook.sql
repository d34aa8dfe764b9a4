-- Appends the event of a test, which the service then sends at once (reprise_private.claim_webhook_test). Called by an owner, also of a webhook that is
-- paused or disabled. Counts as a use of webhook_test: each use is a request to another server.
-- Errors: not_authenticated, webhook_not_found, not_allowed, rate_limited.
create function reprise_private.test_webhook(p_webhook_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_webhook reprise_private.webhooks;
begin
  perform reprise_private.take_rate_limit(v_user_id, 'webhook_test');
  v_webhook := reprise_private.lock_own_webhook(p_webhook_id);
  return jsonb_build_object('event_id', reprise_private.append_organization_event(
    v_webhook.organization_id, 'webhook.test', p_webhook_id, null, v_user_id, jsonb_build_object('webhook_id', p_webhook_id)
  ));
end
$$;
comment on function reprise_private.test_webhook is 'Appends the event of a test of a webhook.';
