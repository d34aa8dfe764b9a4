-- Refuses a caller who does not own the organization. Members who are no owners learn that they may not; others get the answer for one that does not
-- exist: an organization, or with p_of_webhook a webhook. Errors: not_authenticated, organization_not_found, webhook_not_found, not_allowed.
create function reprise_private.check_webhook_owner(p_organization_id uuid, p_of_webhook boolean)
returns void
language plpgsql set search_path = ''
as $$
begin
  perform reprise_private.check_account(reprise_private.caller_id());
  if not exists (select from reprise_private.organizations_of_caller() o (id) where o.id = p_organization_id) then
    if p_of_webhook then
      perform reprise_private.refuse_and_roll_back(404, 'webhook_not_found');
    end if;
    perform reprise_private.refuse_and_roll_back(404, 'organization_not_found');
  elsif not exists (select from reprise_private.organizations_of_caller(array['owner']) o (id) where o.id = p_organization_id) then
    perform reprise_private.refuse_and_roll_back(403, 'not_allowed', '{"reason": "owners_manage_webhooks"}');
  end if;
end
$$;
comment on function reprise_private.check_webhook_owner is 'Refuses a caller who does not own the organization.';
