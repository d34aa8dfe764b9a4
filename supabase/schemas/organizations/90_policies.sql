-- Row level security policies, and triggers that protect rows.

alter table reprise.organizations enable row level security;
create policy "members read their organization" on reprise.organizations
  for select to authenticated
  using ((select reprise_private.refuse_patterns(false)) and id in (select reprise_private.organizations_of_caller()));
create policy "owners rename their organization" on reprise.organizations
  for update to authenticated
  using (id in (select reprise_private.organizations_of_caller(array['owner'])))
  with check (id in (select reprise_private.organizations_of_caller(array['owner'])));
alter table reprise.organization_members enable row level security;
create policy "members read who else is a member" on reprise.organization_members
  for select to authenticated
  using ((select reprise_private.refuse_patterns(false)) and organization_id in (select reprise_private.organizations_of_caller()));
-- Nobody inserts a member: an accepted invitation does (reprise_private.accepted_view), or the operator.
create policy "owners change roles" on reprise.organization_members
  for update to authenticated
  using (organization_id in (select reprise_private.organizations_of_caller(array['owner'])))
  with check (organization_id in (select reprise_private.organizations_of_caller(array['owner'])));
create policy "owners remove members" on reprise.organization_members
  for delete to authenticated
  using (organization_id in (select reprise_private.organizations_of_caller(array['owner'])));
create trigger organization_members_last_owner_is_not_demoted
  after update on reprise.organization_members
  for each row when (old.role = 'owner' and (new.role <> 'owner' or new.organization_id <> old.organization_id))
  execute function reprise_private.refuse_to_lose_last_owner();
create trigger organization_members_last_owner_is_not_removed
  after delete on reprise.organization_members
  for each row when (old.role = 'owner')
  execute function reprise_private.refuse_to_lose_last_owner();
create trigger organization_members_changes_are_limited
  after update of role on reprise.organization_members
  for each row when (old.role <> new.role)
  execute function reprise_private.limit_member_changes();
create trigger organizations_are_checked
  after insert or update of name on reprise.organizations
  for each row execute function reprise_private.check_organization();
