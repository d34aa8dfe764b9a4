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
