-- Returns the target and the message of a test. See reprise_private.claim_webhook_test.
create function reprise.claim_webhook_test(webhook_id uuid, event_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.claim_webhook_test(webhook_id, event_id);
end
$$;
comment on function reprise.claim_webhook_test is 'Returns the target and the message of a test. See reprise_private.claim_webhook_test.';
