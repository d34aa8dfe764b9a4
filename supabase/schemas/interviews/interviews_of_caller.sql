-- Returns the interviews of the organizations in which the caller holds one of the roles. Security definer, because the policies of
-- interviews and of interview_invitations would otherwise recurse into each other.
create function reprise_private.interviews_of_caller(p_roles text[] default array['owner', 'recruiter', 'reviewer'])
returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select i.id
  from reprise.interviews i
  where i.organization_id in (select reprise_private.organizations_of_caller(p_roles))
$$;
comment on function reprise_private.interviews_of_caller is 'Returns the interviews of the organizations in which the caller holds one of the roles.';
