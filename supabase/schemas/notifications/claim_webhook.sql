-- Claims one webhook for one sender and a minute, with up to 50 of its next messages: those that are due, and of which none about the same thing waits
-- before them. Moves the cursor over what is done. The webhook that was served longest ago comes first, and those that were slow come last: one
-- person can own many organizations. Two of one organization at most are claimed at a time. Called by the service role; nothing is returned if
-- nothing is due. A sender that dies loses its claim after the minute, and what it had not recorded is sent again, with the same ids.
create function reprise_private.claim_webhook()
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_webhook reprise_private.webhooks;
  v_next record;
  v_messages jsonb;
begin
  perform reprise_private.number_organization_events();
  for v_try in 1..20 loop
    -- One at a time: rows that wait in a cursor would be locked for other senders.
    select w.* into v_webhook from reprise_private.webhooks w
    where w.status = 'enabled' and w.is_waiting and w.due_at <= now() and coalesce(w.claimed_until, '-infinity') < now()
      and (
        select count(*) from reprise_private.webhooks o where o.organization_id = w.organization_id and o.claimed_until > now()
      ) < 2
    order by w.slow_at nulls first, w.due_at, w.id
    limit 1
    for no key update skip locked;
    exit when not found;
    with events as (
      select e.number, e.seq, e.about, reprise_private.gets_event(v_webhook, e) and coalesce(d.status, 'pending') = 'pending' as is_open,
        coalesce(d.due_at > now(), false) as is_held, d.due_at
      from reprise_private.organization_events e
      left join reprise_private.webhook_deliveries d on d.webhook_id = v_webhook.id and d.event_number = e.number
      where e.organization_id = v_webhook.organization_id and e.seq > v_webhook.cursor
      order by e.seq
      limit 1000
    ), open as (
      select o.*, bool_or(o.is_held) over (partition by o.about order by o.seq) as waits from events o where o.is_open
    )
    select
      coalesce((select min(o.seq) - 1 from open o), (select max(e.seq) from events e), v_webhook.cursor) as cursor,
      (select count(*) from events) as seen, (select min(o.due_at) from open o where o.is_held) as held_until,
      array(select o.number from open o where not o.waits order by o.seq limit 50) as numbers
    into v_next;
    update reprise_private.webhooks w
    set cursor = v_next.cursor,
      is_waiting = v_next.numbers <> '{}' or v_next.held_until is not null or v_next.seen = 1000,
      due_at = case when v_next.numbers = '{}' then coalesce(v_next.held_until, now()) else w.due_at end,
      claim_token = case when v_next.numbers <> '{}' then gen_random_uuid() end,
      claimed_until = case when v_next.numbers <> '{}' then now() + interval '1 minute' end
    where w.id = v_webhook.id
    returning * into v_webhook;
    if v_next.numbers <> '{}' then
      select jsonb_agg(
        jsonb_build_object(
          'number', e.number, 'id', e.id, 'about', e.about, 'body', reprise_private.organization_event_message(e)
        ) order by e.seq
      ) into v_messages
      from reprise_private.organization_events e where e.number = any (v_next.numbers);
      return jsonb_build_object('target', reprise_private.webhook_target(v_webhook), 'messages', v_messages);
    end if;
  end loop;
  return '{"target": null, "messages": []}';
end
$$;
comment on function reprise_private.claim_webhook is 'Claims one webhook for one sender, with its next messages.';
