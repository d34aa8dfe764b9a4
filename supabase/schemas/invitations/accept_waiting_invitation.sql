-- invited → accepted, for the invitation to an interview that waits for the confirmed address of a user, if there is one. Called when they start
-- that interview: listing it writes nothing, so inviting an address does not show the account behind it. Locks the invitation; one that was revoked
-- meanwhile gives nothing. Invitations to organizations are not accepted by themselves (list_organizations shows them).
create function reprise_private.accept_waiting_invitation(p_user_id uuid, p_interview_id uuid)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_invitation reprise.invitations := reprise_private.waiting_invitation(p_user_id, p_interview_id);
begin
  if v_invitation.id is null then
    return;
  end if;
  update reprise.invitations v set user_id = p_user_id, accepted_at = now()
  where v.id = v_invitation.id and v.user_id is null and v.revoked_at is null and v.expires_at > now()
  returning v.* into v_invitation;
  if found then
    perform reprise_private.give_right_or_membership(v_invitation);
  end if;
end
$$;
comment on function reprise_private.accept_waiting_invitation is 'Accepts the invitation to an interview that waits for a user''s address.';
