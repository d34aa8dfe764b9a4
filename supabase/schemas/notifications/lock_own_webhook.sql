-- Locks and returns a webhook of an organization that the caller owns. Errors: not_authenticated, webhook_not_found, not_allowed.
create function reprise_private.lock_own_webhook(p_webhook_id uuid)
returns reprise_private.webhooks
language plpgsql set search_path = ''
as $$
declare
  v_webhook reprise_private.webhooks;
begin
  perform reprise_private.check_webhook_owner(
    (select w.organization_id from reprise_private.webhooks w where w.id = p_webhook_id), true
  );
  select w.* into v_webhook from reprise_private.webhooks w where w.id = p_webhook_id for no key update;
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'webhook_not_found');
  end if;
  return v_webhook;
end
$$;
comment on function reprise_private.lock_own_webhook is 'Locks and returns a webhook of an organization that the caller owns.';
