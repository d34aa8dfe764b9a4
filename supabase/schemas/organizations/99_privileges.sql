-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.organizations,
  reprise.organization_members
from public, anon, authenticated, service_role;
grant select, update on
  reprise.organizations
to authenticated;
grant select, update, delete on
  reprise.organization_members
to authenticated;

revoke execute on function
  reprise.create_organization,
  reprise.list_members,
  reprise.list_organizations,
  reprise_private.check_name,
  reprise_private.check_organization,
  reprise_private.create_organization,
  reprise_private.limit_authored_rows,
  reprise_private.limit_member_changes,
  reprise_private.list_members,
  reprise_private.list_organizations,
  reprise_private.organization_view,
  reprise_private.organizations_of_caller,
  reprise_private.refuse_to_lose_last_owner
from public, anon, authenticated, service_role;
grant execute on function
  reprise.create_organization,
  reprise.list_members,
  reprise.list_organizations,
  reprise_private.create_organization,
  reprise_private.list_members,
  reprise_private.list_organizations,
  reprise_private.organizations_of_caller
to authenticated;
