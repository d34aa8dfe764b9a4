-- Gives a locked invitation another end, and with it the rights that it and, for a link, its places gave; one that has expired is open again. What
-- somebody asked for has been answered. Errors: invalid_request, invitation_closed, limit_reached.
create function reprise_private.extend_invitation(p_invitation reprise.invitations, p_expires_at timestamptz)
returns reprise.invitations
language plpgsql set search_path = ''
as $$
declare
  v_invitation reprise.invitations;
begin
  if p_invitation.role is not null and p_invitation.user_id is not null then
    perform reprise_private.refuse_and_roll_back(409, 'invitation_closed', '{"reason": "accepted"}');
  elsif p_expires_at is null then
    perform reprise_private.invalid_request('expires_at', 'is required');
  end if;
  perform reprise_private.check_invitation_terms(0, null, p_expires_at, null);
  update reprise.invitations v set expires_at = p_expires_at, asked_at = null, asked_by = null
  where p_invitation.id in (v.id, v.link_id) and v.revoked_at is null;
  perform reprise_private.update_given_rights(p_invitation.id, array['expires_at']);
  if p_invitation.expires_at <= now() then
    perform reprise_private.check_invitation_count(p_invitation.organization_id);
  end if;
  select v.* into v_invitation from reprise.invitations v where v.id = p_invitation.id;
  return v_invitation;
end
$$;
comment on function reprise_private.extend_invitation is 'Gives an invitation another end.';
