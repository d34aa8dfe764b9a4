-- Stores the outcome of a test, beside the deliveries; it is not repeated and does not change the state of the webhook. Called by the service role.
create function reprise_private.finish_webhook_test(p_webhook_id uuid, p_event_id uuid, p_attempt jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  insert into reprise_private.webhook_deliveries (webhook_id, event_number, status, attempts, response_status, error, duration_ms)
  select w.id, e.number, case when p_attempt ->> 'outcome' = 'delivered' then 'delivered' else 'dead' end, 1,
    (p_attempt ->> 'response_status')::integer, left(p_attempt ->> 'error', 300), (p_attempt ->> 'duration_ms')::integer
  from reprise_private.organization_events e join reprise_private.webhooks w on w.id = e.about
  where e.id = p_event_id and e.kind = 'webhook.test' and w.id = p_webhook_id
  on conflict (webhook_id, event_number) do nothing;
  return '{}';
end
$$;
comment on function reprise_private.finish_webhook_test is 'Stores the outcome of a test.';
