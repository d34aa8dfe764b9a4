-- Appends the event of a test of a webhook. See reprise_private.test_webhook.
create function reprise.test_webhook(webhook_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.test_webhook(webhook_id);
end
$$;
comment on function reprise.test_webhook is 'Appends the event of a test of a webhook. See reprise_private.test_webhook.';
