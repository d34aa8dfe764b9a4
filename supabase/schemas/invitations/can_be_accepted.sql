-- Returns whether an invitation can be accepted now: it was not revoked, has not expired, and its interview is published and still of the
-- organization that sent it.
create function reprise_private.can_be_accepted(p_invitation reprise.invitations)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return p_invitation.revoked_at is null and p_invitation.expires_at > now() and (
    p_invitation.interview_id is null
    or exists (
      select from reprise.interviews i
      where i.id = p_invitation.interview_id and i.organization_id = p_invitation.organization_id and i.status = 'published'
    )
  );
end
$$;
comment on function reprise_private.can_be_accepted is 'Returns whether an invitation can be accepted now.';
