-- Trigger: refuses to demote or remove the last owner of an organization, whether by themselves, by another owner, with the service key or
-- by deleting their account. Locks the organization: if two owners leave at once, the second sees that the first has left. Runs after the
-- statement, so one statement may replace the owners. Deleting an organization deletes its members.
-- Errors: last_owner (with organization_id).
create function private.keep_an_owner()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform from public.organizations o where o.id = old.organization_id for no key update;
  if found and not exists (
    select from public.organization_members m where m.organization_id = old.organization_id and m.role = 'owner'
  ) then
    perform private.refuse(
      409, 'last_owner', 'An organization needs an owner. Make another member an owner first.',
      jsonb_build_object('organization_id', old.organization_id)
    );
  end if;
  return null;
end
$$;
comment on function private.keep_an_owner() is 'Trigger: the last owner of an organization stays.';
create trigger organization_members_last_owner_is_not_demoted
  after update on public.organization_members
  for each row when (old.role = 'owner' and (new.role <> 'owner' or new.organization_id <> old.organization_id))
  execute function private.keep_an_owner();
create trigger organization_members_last_owner_is_not_removed
  after delete on public.organization_members
  for each row when (old.role = 'owner')
  execute function private.keep_an_owner();
revoke execute on function private.keep_an_owner() from public, anon, authenticated;
