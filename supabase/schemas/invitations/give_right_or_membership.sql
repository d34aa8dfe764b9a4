-- Gives the right or the membership of a newly accepted, locked invitation: a row of interview_invitations or of organization_members. A right that
-- the person has already, and that has not expired, stays as it is; so does a membership. Returns the invitation with gave_right.
create function reprise_private.give_right_or_membership(p_invitation reprise.invitations)
returns reprise.invitations
language plpgsql set search_path = ''
as $$
declare
  v_invitation reprise.invitations := p_invitation;
begin
  if p_invitation.role is not null then
    insert into reprise.organization_members (organization_id, user_id, role)
    values (p_invitation.organization_id, p_invitation.user_id, p_invitation.role)
    on conflict (organization_id, user_id) do nothing;
    return p_invitation;
  end if;
  insert into reprise.interview_invitations as r (interview_id, user_id, extra_time_percent, attempts_allowed, expires_at)
  values (
    p_invitation.interview_id, p_invitation.user_id, p_invitation.extra_time_percent, p_invitation.attempts_allowed, p_invitation.expires_at
  )
  on conflict (interview_id, user_id) do update
  set extra_time_percent = excluded.extra_time_percent, attempts_allowed = excluded.attempts_allowed, expires_at = excluded.expires_at
  where r.expires_at <= now();
  if found then
    update reprise.invitations v set gave_right = true where v.id = p_invitation.id returning v.* into v_invitation;
  end if;
  return v_invitation;
end
$$;
comment on function reprise_private.give_right_or_membership is 'Gives the right or the membership of an accepted invitation.';
