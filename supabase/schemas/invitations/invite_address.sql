-- nothing → invited, for one address; or the same invitation again if the address has one. One that has expired before anybody accepted it gets
-- the new terms and is open again; one whose right or membership was removed, or that ended unused, is revoked and replaced. Called by
-- create_invitations, which holds the organization's lock. p_terms carries the new row's columns. Returns whether the invitation is new or open
-- again, or the problem's code if the address cannot be invited; with p_send also if what is new could not be mailed to it.
create function reprise_private.invite_address(
  p_terms reprise.invitations, p_email text, p_send boolean, out invitation reprise.invitations, out is_new boolean, out problem text
)
language plpgsql set search_path = ''
as $$
declare
  v_replaced uuid;
begin
  is_new := false;
  if not reprise_private.is_email(p_email) then
    problem := 'invalid_address';
    return;
  elsif p_terms.role is not null and exists (
    select from reprise.organization_members m join auth.users u on u.id = m.user_id
    where m.organization_id = p_terms.organization_id and lower(u.email) = p_email
  ) then
    problem := 'already_member';
    return;
  end if;
  select v.* into invitation from reprise.invitations v
  where v.email = p_email and v.revoked_at is null and v.organization_id = p_terms.organization_id
    and v.interview_id is not distinct from p_terms.interview_id
  for no key update;
  if found and (reprise_private.invitation_state(invitation) = 'revoked' or (invitation.user_id is not null and reprise_private.ended_unused(invitation)))
  then
    v_replaced := invitation.id;
  elsif found and (invitation.user_id is not null or invitation.expires_at > now()) then
    return;
  end if;
  if p_send and reprise_private.reached_mail_limit(p_email, p_terms.organization_id, case when v_replaced is null then invitation.id end) is not null
  then
    problem := 'mails_to_address';
    return;
  end if;
  is_new := true;
  if v_replaced is null and invitation.id is not null then
    update reprise.invitations v
    set expires_at = p_terms.expires_at, extra_time_percent = p_terms.extra_time_percent, attempts_allowed = p_terms.attempts_allowed,
      note = p_terms.note, role = p_terms.role, asked_at = null, asked_by = null
    where v.id = invitation.id
    returning v.* into invitation;
    return;
  end if;
  update reprise.invitations v set revoked_at = now() where v.id = v_replaced;
  insert into reprise.invitations (
    organization_id, interview_id, role, email, extra_time_percent, attempts_allowed, note, created_by, expires_at
  )
  values (
    p_terms.organization_id, p_terms.interview_id, p_terms.role, p_email, p_terms.extra_time_percent, p_terms.attempts_allowed, p_terms.note,
    p_terms.created_by, p_terms.expires_at
  )
  returning * into invitation;
end
$$;
comment on function reprise_private.invite_address is 'Invites one address, or returns its invitation.';
