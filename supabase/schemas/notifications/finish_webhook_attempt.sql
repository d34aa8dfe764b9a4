-- pending → delivered, pending (tried again after a wait that grows, with jitter), or dead after ten attempts. Called by the service role, under the
-- token of the claim, with the outcome of one attempt: delivered, failed or gone (410, which disables the webhook). Two failures in a row make the
-- webhook itself wait, longer each time, and five days without a success disable it; a success after that is announced. Returns go_on: whether the
-- sender should send the next message. A repeat of a success changes nothing; without the claim nothing is stored, and the event is sent again.
create function reprise_private.finish_webhook_attempt(p_webhook_id uuid, p_claim_token uuid, p_event_number bigint, p_attempt jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_webhook reprise_private.webhooks;
  v_delivered boolean := p_attempt ->> 'outcome' = 'delivered';
  v_jitter double precision := 0.75 + random() / 2;
  v_retry_after double precision := least(coalesce((p_attempt ->> 'retry_after')::double precision, 0), 86400);
  v_waits integer[] := array[5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400];
  v_delivery reprise_private.webhook_deliveries;
begin
  select w.* into v_webhook from reprise_private.webhooks w
  where w.id = p_webhook_id and w.claim_token = p_claim_token for no key update;
  if not found or not exists (select from reprise_private.organization_events e where e.number = p_event_number) then
    return '{"go_on": false}';
  end if;
  insert into reprise_private.webhook_deliveries as d (
    webhook_id, event_number, status, attempts, due_at, response_status, error, duration_ms
  )
  values (
    p_webhook_id, p_event_number, case when v_delivered then 'delivered' else 'pending' end, 1,
    now() + make_interval(secs => greatest(v_waits[1] * v_jitter, v_retry_after)),
    (p_attempt ->> 'response_status')::integer, left(p_attempt ->> 'error', 300), (p_attempt ->> 'duration_ms')::integer
  )
  on conflict (webhook_id, event_number) do update
  set attempts = d.attempts + 1, attempted_at = now(), response_status = excluded.response_status, error = excluded.error,
    duration_ms = excluded.duration_ms,
    status = case when v_delivered then 'delivered' when d.attempts >= 9 then 'dead' else 'pending' end,
    due_at = now() + make_interval(secs => greatest(coalesce(v_waits[d.attempts + 1], 0) * v_jitter, v_retry_after))
  where d.status = 'pending'
  returning * into v_delivery;
  update reprise_private.webhooks w
  set slow_at = case
    when v_delivery.duration_ms > 2000 then clock_timestamp() when w.slow_at > now() - interval '1 hour' then w.slow_at
  end
  where w.id = p_webhook_id;
  if v_delivered then
    if v_webhook.failures >= 2 then
      perform reprise_private.append_organization_event(
        v_webhook.organization_id, 'webhook.recovered', p_webhook_id, null, null, jsonb_build_object(
          'webhook_id', p_webhook_id, 'failing_since', reprise_private.rfc3339(v_webhook.failing_since), 'failures', v_webhook.failures
        )
      );
    end if;
    update reprise_private.webhooks w
    set failures = 0, failing_since = null, last_delivered_at = now(), claimed_until = now() + interval '1 minute'
    where w.id = p_webhook_id returning * into v_webhook;
    return '{"go_on": true}';
  end if;
  update reprise_private.webhooks w
  set failures = w.failures + 1, failing_since = coalesce(w.failing_since, now()), claimed_until = now() + interval '1 minute',
    due_at = case when w.failures >= 1 or v_retry_after > 0
      then now() + make_interval(secs => greatest(least(30 * 2 ^ least(w.failures, 7), 3600) * v_jitter, v_retry_after)) else w.due_at end,
    status = case
      when p_attempt ->> 'outcome' = 'gone' then 'disabled_gone'
      when w.failing_since < now() - interval '5 days' then 'disabled_failing'
      else w.status
    end
  where w.id = p_webhook_id returning * into v_webhook;
  if v_webhook.status <> 'enabled' then
    perform reprise_private.append_organization_event(
      v_webhook.organization_id, 'webhook.disabled', p_webhook_id, null, null,
      jsonb_build_object('webhook_id', p_webhook_id, 'status', v_webhook.status)
    );
  end if;
  return jsonb_build_object(
    'go_on', v_webhook.status = 'enabled' and v_webhook.failures < 2 and v_retry_after = 0, 'dead', v_delivery.status = 'dead'
  );
end
$$;
comment on function reprise_private.finish_webhook_attempt is 'Stores the outcome of one attempt to deliver an event.';
