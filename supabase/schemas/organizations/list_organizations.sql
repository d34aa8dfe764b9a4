-- Returns the caller's organizations with their roles, oldest membership first, and the invitations to organizations that wait for the caller's
-- confirmed e-mail address: unlike invitations to interviews, these must be accepted, because membership has duties. At most 200 of each.
-- Reads only. Errors: not_authenticated.
create function reprise_private.list_organizations()
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_email text := reprise_private.confirmed_email(v_user_id);
begin
  return jsonb_build_object(
    'organizations', coalesce((
      select jsonb_agg(reprise_private.organization_view(f.organization, f.role) order by f.created_at, (f.organization).id)
      from (
        select o as organization, m.role, m.created_at
        from reprise.organization_members m join reprise.organizations o on o.id = m.organization_id
        where m.user_id = v_user_id
        order by m.created_at, o.id
        limit 200
      ) f
    ), '[]'),
    'invitations', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', f.id, 'organization', jsonb_build_object('id', f.organization_id, 'name', f.name), 'role', f.role,
        'expires_at', reprise_private.rfc3339(f.expires_at)
      ) order by f.created_at, f.id)
      from (
        select v.id, v.organization_id, o.name, v.role, v.expires_at, v.created_at
        from reprise.invitations v join reprise.organizations o on o.id = v.organization_id
        where v.email = v_email and v.role is not null and v.user_id is null and v.revoked_at is null and v.expires_at > now()
        order by v.created_at, v.id
        limit 200
      ) f
    ), '[]'),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_organizations is 'Returns the caller''s organizations and the invitations that wait for them.';
