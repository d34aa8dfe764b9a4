-- Returns what accepting an invitation returns: the interview as GET /interviews lists it, or the organization as GET /organizations does; null
-- if what it gave was removed since.
create function reprise_private.accepted_view(p_invitation reprise.invitations)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'interview', (
      select reprise_private.interview_item(p_invitation.user_id, i) from reprise.interviews i
      where i.id = p_invitation.interview_id and reprise_private.still_holds(p_invitation)
    ),
    'organization', (
      select reprise_private.organization_view(o, m.role)
      from reprise.organization_members m join reprise.organizations o on o.id = m.organization_id
      where p_invitation.role is not null and m.organization_id = p_invitation.organization_id and m.user_id = p_invitation.user_id
    ),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.accepted_view is 'Returns what accepting an invitation returns.';
