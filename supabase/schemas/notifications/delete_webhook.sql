-- Deletes a webhook with its secrets and deliveries. Called by an owner. A delivery that is on its way may still arrive.
-- Errors: not_authenticated, webhook_not_found, not_allowed.
create function reprise_private.delete_webhook(p_webhook_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  perform reprise_private.caller_id();
  perform reprise_private.lock_own_webhook(p_webhook_id);
  delete from reprise_private.webhooks w where w.id = p_webhook_id;
  return jsonb_build_object('deleted', true);
end
$$;
comment on function reprise_private.delete_webhook is 'Deletes a webhook.';
