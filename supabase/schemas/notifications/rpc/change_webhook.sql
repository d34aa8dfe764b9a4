-- Pauses, resumes or replays a webhook, or rotates its secret. See reprise_private.change_webhook.
create function reprise.change_webhook(webhook_id uuid, action text, since timestamptz default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.change_webhook(webhook_id, action, since);
end
$$;
comment on function reprise.change_webhook is 'Pauses, resumes or replays a webhook, or rotates its secret. See reprise_private.change_webhook.';
