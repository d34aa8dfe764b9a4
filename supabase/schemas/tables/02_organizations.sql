-- Organizations own questions and interviews; members act for them.

create table public.organizations (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  created_at timestamptz not null default now(),
  constraint organizations_name_length check (char_length(name) between 1 and 200)
);
comment on table public.organizations is 'Who owns interviews and reads their results. Created by the operator.';

create table public.organization_members (
  organization_id uuid not null references public.organizations (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role text not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, user_id),
  constraint organization_members_role_is_known check (role in ('owner', 'recruiter', 'reviewer'))
);
comment on table public.organization_members is 'Members of an organization. Removing a row takes effect at once, also for tokens already issued.';
comment on column public.organization_members.role is 'owner: manages members; recruiter: authors and reviews; reviewer: reads and reviews.';
create index organization_members_user_id_idx on public.organization_members (user_id);

-- Returns the organizations in which the caller holds one of the given roles. Security definer, so that policies on organization_members
-- can use it without recursion. Evaluated once per query, not once per row.
create function private.organizations_of_caller(p_roles text[] default array['owner', 'recruiter', 'reviewer'])
returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select m.organization_id
  from public.organization_members m
  where m.user_id = (select auth.uid()) and m.role = any (p_roles)
$$;
comment on function private.organizations_of_caller(text[]) is 'Organizations in which the caller holds one of the roles.';
revoke execute on function private.organizations_of_caller(text[]) from public, anon;
grant execute on function private.organizations_of_caller(text[]) to authenticated, service_role;

alter table public.organizations enable row level security;
revoke all on public.organizations from anon, authenticated;
grant select, update on public.organizations to authenticated;
grant all on public.organizations to service_role;
create policy "members read their organization" on public.organizations
  for select to authenticated
  using (id in (select private.organizations_of_caller()));
create policy "owners rename their organization" on public.organizations
  for update to authenticated
  using (id in (select private.organizations_of_caller(array['owner'])))
  with check (id in (select private.organizations_of_caller(array['owner'])));

alter table public.organization_members enable row level security;
revoke all on public.organization_members from anon, authenticated;
grant select, insert, update, delete on public.organization_members to authenticated;
grant all on public.organization_members to service_role;
create policy "members read who else is a member" on public.organization_members
  for select to authenticated
  using (organization_id in (select private.organizations_of_caller()));
create policy "owners add members" on public.organization_members
  for insert to authenticated
  with check (organization_id in (select private.organizations_of_caller(array['owner'])));
create policy "owners change roles" on public.organization_members
  for update to authenticated
  using (organization_id in (select private.organizations_of_caller(array['owner'])))
  with check (organization_id in (select private.organizations_of_caller(array['owner'])));
create policy "owners remove members" on public.organization_members
  for delete to authenticated
  using (organization_id in (select private.organizations_of_caller(array['owner'])));
