-- Returns an organization as its member sees it in lists: id, name and the member's role.
create function reprise_private.organization_view(p_organization reprise.organizations, p_role text)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_organization.id, 'name', p_organization.name, 'role', p_role, 'created_at', reprise_private.rfc3339(p_organization.created_at)
  );
end
$$;
comment on function reprise_private.organization_view is 'Returns an organization as its member sees it.';
