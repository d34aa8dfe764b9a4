-- Returns the target and the message of a test that an owner asked for and that was not sent yet. Called by the service role, with the ids that
-- reprise_private.test_webhook returned. A repeat returns null in both.
create function reprise_private.claim_webhook_test(p_webhook_id uuid, p_event_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_webhook reprise_private.webhooks;
  v_event reprise_private.organization_events;
begin
  select w.* into v_webhook from reprise_private.webhooks w where w.id = p_webhook_id for no key update;
  select e.* into v_event from reprise_private.organization_events e
  where e.id = p_event_id and e.kind = 'webhook.test' and e.about = v_webhook.id
    and not exists (select from reprise_private.webhook_deliveries d where d.webhook_id = v_webhook.id and d.event_number = e.number);
  return jsonb_build_object(
    'target', case when v_event.id is not null then reprise_private.webhook_target(v_webhook) end,
    'message', case when v_event.id is not null then jsonb_build_object('id', v_event.id, 'body', reprise_private.organization_event_message(v_event)) end
  );
end
$$;
comment on function reprise_private.claim_webhook_test is 'Returns the target and the message of a test.';
