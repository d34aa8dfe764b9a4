-- Adds a webhook to an organization and returns its secret. See reprise_private.create_webhook.
create function reprise.create_webhook(organization_id uuid, url text, events jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass JSON as its text.
  return reprise_private.create_webhook(organization_id, url, case jsonb_typeof(events) when 'string' then (events #>> '{}')::jsonb else events end);
end
$$;
comment on function reprise.create_webhook is 'Adds a webhook to an organization and returns its secret. See reprise_private.create_webhook.';
