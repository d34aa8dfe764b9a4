-- Returns the webhooks of an organization to its owners, or without one those of all organizations that the caller owns, oldest first, and the
-- kinds of events there are. Reads only. Errors: not_authenticated, organization_not_found, not_allowed.
create function reprise_private.list_webhooks(p_organization_id uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform reprise_private.check_account(reprise_private.caller_id());
  if p_organization_id is not null then
    perform reprise_private.check_webhook_owner(p_organization_id, false);
  end if;
  return jsonb_build_object(
    'webhooks', coalesce((
      select jsonb_agg(reprise_private.webhook_view(w) order by w.created_at, w.id)
      from reprise_private.webhooks w
      where w.organization_id in (select reprise_private.organizations_of_caller(array['owner']))
        and (p_organization_id is null or w.organization_id = p_organization_id)
    ), '[]'),
    'event_types', to_jsonb(reprise_private.webhook_events()), 'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_webhooks is 'Returns the webhooks of one organization, or of all that the caller owns.';
