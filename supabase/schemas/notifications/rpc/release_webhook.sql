-- Ends the claim of a webhook. See reprise_private.release_webhook.
create function reprise.release_webhook(webhook_id uuid, claim_token uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.release_webhook(webhook_id, claim_token);
end
$$;
comment on function reprise.release_webhook is 'Ends the claim of a webhook. See reprise_private.release_webhook.';
