-- Claims one webhook for one sender, with its next messages. See reprise_private.claim_webhook.
create function reprise.claim_webhook()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.claim_webhook();
end
$$;
comment on function reprise.claim_webhook is 'Claims one webhook for one sender, with its next messages. See reprise_private.claim_webhook.';
