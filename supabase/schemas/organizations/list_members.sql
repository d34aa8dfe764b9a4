-- Returns the members of an organization with their names and e-mail addresses, to its members: oldest membership first, at most 500. Reads only.
-- Errors: not_authenticated, organization_not_found (no such organization, or not the caller's).
create function reprise_private.list_members(p_organization_id uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform reprise_private.caller_id();
  if not exists (select from reprise_private.organizations_of_caller() o (id) where o.id = p_organization_id) then
    perform reprise_private.refuse_and_roll_back(404, 'organization_not_found');
  end if;
  return jsonb_build_object(
    'members', (
      select jsonb_agg(reprise_private.candidate_name(f.user_id) || jsonb_build_object(
        'role', f.role, 'member_since', reprise_private.rfc3339(f.created_at)
      ) order by f.created_at, f.user_id)
      from (
        select m.user_id, m.role, m.created_at from reprise.organization_members m
        where m.organization_id = p_organization_id
        order by m.created_at, m.user_id
        limit 500
      ) f
    ),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_members is 'Returns the members of an organization.';
