-- Changes a webhook: pause stops deliveries; resume continues after the cursor, also after it was disabled; rotate_secret returns another secret, and
-- the one before signs for a day more; replay moves the cursor back before p_since and sends everything after it again, with the same ids. An event
-- is stored for 30 days. Called by an owner; counts as a use of webhook; locks the webhook.
-- Errors: not_authenticated, webhook_not_found, not_allowed, invalid_request, rate_limited.
create function reprise_private.change_webhook(p_webhook_id uuid, p_action text, p_since timestamptz)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_webhook reprise_private.webhooks;
  v_cursor bigint;
  v_secret text;
begin
  perform reprise_private.take_rate_limit(v_user_id, 'webhook');
  v_webhook := reprise_private.lock_own_webhook(p_webhook_id);
  if p_action is null or p_action not in ('pause', 'resume', 'rotate_secret', 'replay') then
    perform reprise_private.invalid_request('action', 'must be pause, resume, rotate_secret or replay');
  elsif (p_since is not null) <> (p_action = 'replay') then
    perform reprise_private.invalid_request('since', 'belongs to the action replay, which needs it');
  end if;
  if p_action = 'pause' then
    update reprise_private.webhooks w set status = 'paused', claim_token = null, claimed_until = null
    where w.id = p_webhook_id returning * into v_webhook;
  elsif p_action = 'resume' then
    update reprise_private.webhooks w
    set status = 'enabled', is_waiting = true, due_at = now(), failures = 0, failing_since = null
    where w.id = p_webhook_id returning * into v_webhook;
  elsif p_action = 'rotate_secret' then
    v_secret := reprise_private.mint_webhook_secret(p_webhook_id);
  else
    select min(e.seq) - 1 into v_cursor from reprise_private.organization_events e
    where e.organization_id = v_webhook.organization_id and e.at >= p_since;
    v_cursor := least(v_webhook.cursor, v_cursor);
    delete from reprise_private.webhook_deliveries d
    using reprise_private.organization_events e
    where d.webhook_id = p_webhook_id and e.number = d.event_number and e.seq > v_cursor and d.status <> 'pending' and e.at >= p_since;
    update reprise_private.webhooks w set cursor = v_cursor, is_waiting = true, due_at = now(), claim_token = null, claimed_until = null
    where w.id = p_webhook_id returning * into v_webhook;
  end if;
  return jsonb_build_object('webhook', reprise_private.webhook_view(v_webhook), 'server_time', reprise_private.rfc3339(clock_timestamp()))
    || case when v_secret is null then '{}' else jsonb_build_object('secret', v_secret) end;
end
$$;
comment on function reprise_private.change_webhook is 'Pauses, resumes or replays a webhook, or rotates its secret.';
