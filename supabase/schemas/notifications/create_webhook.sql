-- nothing → enabled. Adds a webhook to an organization that the caller owns; it gets the events from now on. Returns its secret, once. Locks the
-- organization, so that two calls cannot exceed the limit. Counts as a use of webhook.
-- Errors: not_authenticated, organization_not_found, not_allowed, invalid_request, rate_limited, limit_reached.
create function reprise_private.create_webhook(p_organization_id uuid, p_url text, p_events jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_limit integer := (select t.webhooks_per_organization from reprise_private.settings t);
  v_events text[];
  v_webhook reprise_private.webhooks;
  v_secret text;
begin
  perform reprise_private.check_webhook_owner(p_organization_id, false);
  if jsonb_typeof(p_events) is distinct from 'array' or jsonb_array_length(p_events) not between 1 and 50 then
    perform reprise_private.invalid_request('events', 'must name between 1 and 50 kinds of events');
  end if;
  v_events := array(select distinct e from jsonb_array_elements_text(p_events) e order by e);
  perform reprise_private.check_webhook(p_url, v_events);
  perform reprise_private.take_rate_limit(v_user_id, 'webhook');
  perform from reprise.organizations o where o.id = p_organization_id for no key update;
  if (select count(*) from reprise_private.webhooks w where w.organization_id = p_organization_id) >= v_limit then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', jsonb_build_object('reason', 'webhooks', 'limit', v_limit));
  end if;
  -- What has happened so far is numbered first, so that the cursor is behind it.
  perform reprise_private.number_organization_events();
  insert into reprise_private.webhooks (organization_id, url, events, cursor)
  select p_organization_id, p_url, v_events,
    coalesce((select max(e.seq) from reprise_private.organization_events e where e.organization_id = p_organization_id), 0)
  returning * into v_webhook;
  v_secret := reprise_private.mint_webhook_secret(v_webhook.id);
  return jsonb_build_object(
    'webhook', reprise_private.webhook_view(v_webhook), 'secret', v_secret,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.create_webhook is 'Adds a webhook to an organization and returns its secret.';
