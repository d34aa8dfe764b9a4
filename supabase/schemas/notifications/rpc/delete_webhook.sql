-- Deletes a webhook. See reprise_private.delete_webhook.
create function reprise.delete_webhook(webhook_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.delete_webhook(webhook_id);
end
$$;
comment on function reprise.delete_webhook is 'Deletes a webhook. See reprise_private.delete_webhook.';
