-- Returns an event as receivers of webhooks get it: the same bytes at each attempt, because all of it is stored. Ids and states only.
create function reprise_private.organization_event_message(p_event reprise_private.organization_events)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'type', p_event.kind, 'timestamp', reprise_private.rfc3339(p_event.at),
    'data', jsonb_strip_nulls(jsonb_build_object('organization_id', p_event.organization_id, 'session_id', p_event.session_id, 'actor_id', p_event.actor))
      || p_event.data
  );
end
$$;
comment on function reprise_private.organization_event_message is 'Returns an event as receivers of webhooks get it.';
