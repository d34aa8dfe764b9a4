-- claimed → handed_over: the sender is about to give the mail server the end of the message, with which the server takes it over. From here on it is
-- not sent again by itself. Called by the service role, under the token of the claim. Returns whether it may be sent: not if the claim was lost, or
-- if the invitation has ended or was accepted meanwhile. Locks the invitation, so that it is not revoked at the same moment.
create function reprise_private.mark_invitation_mail_handed_over(p_mail_id uuid, p_claim_token uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_invitation reprise.invitations;
begin
  select v.* into v_invitation from reprise.invitations v
  where v.id = (select m.invitation_id from reprise_private.invitation_mails m where m.id = p_mail_id and m.claim_token = p_claim_token)
  for no key update;
  if v_invitation.id is null or not reprise_private.can_be_accepted(v_invitation) or v_invitation.user_id is not null then
    return '{"send": false}';
  end if;
  update reprise_private.invitation_mails m set status = 'handed_over'
  where m.id = p_mail_id and m.claim_token = p_claim_token and m.status = 'claimed';
  return jsonb_build_object('send', found);
end
$$;
comment on function reprise_private.mark_invitation_mail_handed_over is 'Marks an e-mail of an invitation as given to the mail server.';
