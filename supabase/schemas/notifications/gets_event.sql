-- Returns whether a webhook gets an event: one of its kinds, or the news that the webhook itself delivers again. A test is sent at once, and only
-- to the webhook that is tested; that a webhook was disabled cannot be said to it.
create function reprise_private.gets_event(p_webhook reprise_private.webhooks, p_event reprise_private.organization_events)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return p_event.kind = any (p_webhook.events) or (p_event.kind = 'webhook.recovered' and p_event.about = p_webhook.id);
end
$$;
comment on function reprise_private.gets_event is 'Returns whether a webhook gets an event.';
