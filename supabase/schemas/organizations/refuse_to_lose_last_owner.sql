-- Trigger: refuses to demote or remove the last owner of an organization, whether by themselves, by another owner, with the service key or
-- by deleting their account. Locks the organization: if two owners leave at once, the second sees that the first has left. Runs after the
-- statement, so one statement may replace the owners. Deleting an organization deletes its members.
-- Errors: last_owner (with organization_id).
create function reprise_private.refuse_to_lose_last_owner()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform from reprise.organizations o where o.id = old.organization_id for no key update;
  if found and not exists (
    select from reprise.organization_members m where m.organization_id = old.organization_id and m.role = 'owner'
  ) then
    perform reprise_private.refuse_and_roll_back(409, 'last_owner', jsonb_build_object('organization_id', old.organization_id));
  end if;
  return null;
end
$$;
comment on function reprise_private.refuse_to_lose_last_owner is 'Trigger: refuses to demote or remove the last owner of an organization.';
