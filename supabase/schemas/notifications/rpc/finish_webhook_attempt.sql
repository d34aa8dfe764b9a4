-- Stores the outcome of one attempt to deliver an event. See reprise_private.finish_webhook_attempt.
create function reprise.finish_webhook_attempt(webhook_id uuid, claim_token uuid, event_number bigint, attempt jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass JSON as its text.
  return reprise_private.finish_webhook_attempt(
    webhook_id, claim_token, event_number, case jsonb_typeof(attempt) when 'string' then (attempt #>> '{}')::jsonb else attempt end
  );
end
$$;
comment on function reprise.finish_webhook_attempt is 'Stores the outcome of one attempt to deliver an event. See reprise_private.finish_webhook_attempt.';
