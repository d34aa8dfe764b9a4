-- Returns the webhooks of one organization, or of all that the caller owns. See reprise_private.list_webhooks.
create function reprise.list_webhooks(organization_id uuid default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_webhooks(organization_id);
end
$$;
comment on function reprise.list_webhooks is 'Returns the webhooks of one organization, or of all that the caller owns. See reprise_private.list_webhooks.';
