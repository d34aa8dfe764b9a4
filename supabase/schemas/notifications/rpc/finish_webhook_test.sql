-- Stores the outcome of a test. See reprise_private.finish_webhook_test.
create function reprise.finish_webhook_test(webhook_id uuid, event_id uuid, attempt jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass JSON as its text.
  return reprise_private.finish_webhook_test(webhook_id, event_id, case jsonb_typeof(attempt) when 'string' then (attempt #>> '{}')::jsonb else attempt end);
end
$$;
comment on function reprise.finish_webhook_test is 'Stores the outcome of a test. See reprise_private.finish_webhook_test.';
