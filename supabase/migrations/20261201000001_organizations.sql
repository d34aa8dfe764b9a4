-- Baseline: organizations and their members. The files of supabase/schemas/organizations, in order.

-- References to auth.users lock it: whoever waits for that makes all sign-ins wait behind them.
set lock_timeout = '3s';
-- Functions may name tables of later domains: their bodies are checked when they run.
set check_function_bodies = off;

-- Organizations own questions and interviews; members act for them.

create table reprise.organizations (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  created_at timestamptz not null default now(),
  keep_sessions_days integer,
  constraint organizations_name_length check (char_length(name) between 1 and 200),
  constraint organizations_keep_sessions_in_range check (keep_sessions_days between 30 and 36500)
);
comment on table reprise.organizations is 'Organizations own interviews and read their results. Created by the operator.';
comment on column reprise.organizations.keep_sessions_days is
  'Days after its end at which a session is deleted; null: never. Owners set it. Leaves a row of session_statistics.';

create table reprise.organization_members (
  organization_id uuid not null references reprise.organizations (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role text not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, user_id),
  constraint organization_members_role_is_known check (role in ('owner', 'recruiter', 'reviewer'))
);
comment on table reprise.organization_members is 'Members of an organization. Removing a row takes effect at once, even for tokens already issued.';
comment on column reprise.organization_members.role is 'owner: manages members; recruiter: authors and reviews; reviewer: reads and reviews.';
create index organization_members_user_id_idx on reprise.organization_members (user_id);

-- Returns the organizations in which the caller holds one of the given roles. Security definer, so that policies on organization_members
-- can use it without recursion. Evaluated once per query, not once per row.
create function reprise_private.organizations_of_caller(p_roles text[] default array['owner', 'recruiter', 'reviewer'])
returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select m.organization_id
  from reprise.organization_members m
  where m.user_id = (select auth.uid()) and m.role = any (p_roles)
$$;
comment on function reprise_private.organizations_of_caller is 'Returns the organizations in which the caller holds one of the roles.';

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
create policy "owners add members" on reprise.organization_members
  for insert to authenticated
  with check (organization_id in (select reprise_private.organizations_of_caller(array['owner'])));
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

-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.organizations,
  reprise.organization_members
from public, anon, authenticated, service_role;
grant select, update on
  reprise.organizations
to authenticated;
grant select, insert, update, delete on
  reprise.organization_members
to authenticated;

revoke execute on function
  reprise_private.organizations_of_caller,
  reprise_private.refuse_to_lose_last_owner
from public, anon, authenticated, service_role;
grant execute on function
  reprise_private.organizations_of_caller
to authenticated;

reset check_function_bodies;
reset lock_timeout;
