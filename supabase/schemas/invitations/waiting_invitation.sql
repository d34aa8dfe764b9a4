-- Returns the invitation to an interview that waits for the confirmed address of a user and can be accepted now (can_be_accepted). Null without one.
create function reprise_private.waiting_invitation(p_user_id uuid, p_interview_id uuid)
returns reprise.invitations
language plpgsql stable set search_path = ''
as $$
declare
  v_invitation reprise.invitations;
begin
  select v.* into v_invitation
  from reprise.invitations v
  join reprise.interviews i on i.id = v.interview_id and i.organization_id = v.organization_id and i.status = 'published'
  where v.interview_id = p_interview_id and v.email = reprise_private.confirmed_email(p_user_id)
    and v.user_id is null and v.revoked_at is null and v.expires_at > now();
  return v_invitation;
end
$$;
comment on function reprise_private.waiting_invitation is 'Returns the invitation to an interview that waits for a user''s address.';
