-- Returns one page of the deliveries of a webhook, newest event first, to its owners. p_status (pending, delivered, dead) filters. Reads only.
-- Errors: not_authenticated, webhook_not_found, not_allowed, invalid_request.
create function reprise_private.list_webhook_deliveries(p_webhook_id uuid, p_status text, p_cursor text, p_page_size integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_size integer := coalesce(p_page_size, 20);
  v_page jsonb;
  v_last bigint;
begin
  perform reprise_private.caller_id();
  perform reprise_private.lock_own_webhook(p_webhook_id);
  if v_size not between 1 and 100 then
    perform reprise_private.invalid_request('limit', 'must be between 1 and 100');
  elsif p_cursor !~ '^[0-9]{1,18}$' then
    perform reprise_private.invalid_request('cursor', 'is not a cursor of this list');
  elsif p_status not in ('pending', 'delivered', 'dead') then
    perform reprise_private.invalid_request('status', 'must be pending, delivered or dead');
  end if;
  select jsonb_agg(o.item order by o.event_number desc), min(o.event_number) into v_page, v_last
  from (
    select d.event_number, jsonb_build_object(
      'event_id', e.id, 'type', e.kind, 'about', e.about, 'at', reprise_private.rfc3339(e.at), 'status', d.status, 'attempts', d.attempts,
      'attempted_at', reprise_private.rfc3339(d.attempted_at), 'response_status', d.response_status, 'error', d.error,
      'duration_ms', d.duration_ms, 'next_attempt_at', case when d.status = 'pending' then reprise_private.rfc3339(d.due_at) end
    ) as item
    from reprise_private.webhook_deliveries d join reprise_private.organization_events e on e.number = d.event_number
    where d.webhook_id = p_webhook_id and d.event_number < coalesce(p_cursor::bigint, 9223372036854775807)
      and (p_status is null or d.status = p_status)
    order by d.event_number desc
    limit v_size
  ) o;
  return jsonb_build_object(
    'deliveries', coalesce(v_page, '[]'),
    'next_cursor', case when jsonb_array_length(v_page) = v_size then v_last::text end,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_webhook_deliveries is 'Returns the deliveries of a webhook.';
