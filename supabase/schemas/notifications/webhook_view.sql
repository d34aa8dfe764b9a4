-- Returns a webhook as its owners see it, without any secret. `waiting` counts those of the next 1,000 events that it
-- has yet to get.
create function reprise_private.webhook_view(p_webhook reprise_private.webhooks)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_webhook.id, 'organization_id', p_webhook.organization_id, 'url', p_webhook.url, 'events', to_jsonb(p_webhook.events),
    'status', p_webhook.status, 'created_at', reprise_private.rfc3339(p_webhook.created_at),
    'failing_since', reprise_private.rfc3339(p_webhook.failing_since),
    'last_delivered_at', reprise_private.rfc3339(p_webhook.last_delivered_at),
    'secrets', (
      select count(*) from reprise_private.webhook_secrets s where s.webhook_id = p_webhook.id and s.expires_at > now()
    ),
    'waiting', (
      select count(*)
      from (
        select o.* from reprise_private.organization_events o
        where o.organization_id = p_webhook.organization_id and o.seq > p_webhook.cursor order by o.seq limit 1000
      ) o
      join reprise_private.organization_events e on e.number = o.number
      left join reprise_private.webhook_deliveries d on d.webhook_id = p_webhook.id and d.event_number = e.number
      where reprise_private.gets_event(p_webhook, e) and coalesce(d.status, 'pending') = 'pending'
    ),
    'dead', (
      select count(*) from (
        select from reprise_private.webhook_deliveries d join reprise_private.organization_events e on e.number = d.event_number
        where d.webhook_id = p_webhook.id and d.status = 'dead' and e.kind <> 'webhook.test' limit 1000
      ) d
    )
  );
end
$$;
comment on function reprise_private.webhook_view is 'Returns a webhook as its owners see it.';
