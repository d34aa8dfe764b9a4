-- Returns the deliveries of a webhook. See reprise_private.list_webhook_deliveries.
create function reprise.list_webhook_deliveries(webhook_id uuid, status text default null, cursor text default null, page_size integer default 20)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_webhook_deliveries(webhook_id, status, cursor, page_size);
end
$$;
comment on function reprise.list_webhook_deliveries is 'Returns the deliveries of a webhook. See reprise_private.list_webhook_deliveries.';
