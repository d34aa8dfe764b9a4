-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.invitations,
  reprise_private.invitation_address_days,
  reprise_private.invitation_mail_days,
  reprise_private.invitation_mails,
  reprise_private.invitation_tokens
from public, anon, authenticated, service_role;
grant select on
  reprise.invitations
to authenticated;

revoke execute on function
  reprise.accept_invitation,
  reprise.change_invitation,
  reprise.claim_invitation_mails,
  reprise.create_invitations,
  reprise.finish_invitation_mail,
  reprise.list_invitations,
  reprise.mark_invitation_mail_handed_over,
  reprise.open_invitation,
  reprise_private.accept_invitation,
  reprise_private.accept_waiting_invitation,
  reprise_private.accepted_view,
  reprise_private.can_be_accepted,
  reprise_private.change_invitation,
  reprise_private.change_invitation_terms,
  reprise_private.check_invitation_count,
  reprise_private.check_invitation_terms,
  reprise_private.claim_invitation_mails,
  reprise_private.close_invitation_mails,
  reprise_private.confirmed_email,
  reprise_private.create_invitations,
  reprise_private.ended_unused,
  reprise_private.extend_invitation,
  reprise_private.find_invitation,
  reprise_private.finish_invitation_mail,
  reprise_private.give_right_or_membership,
  reprise_private.invitation_state,
  reprise_private.invitation_view,
  reprise_private.invite_address,
  reprise_private.invited_session,
  reprise_private.is_email,
  reprise_private.list_invitations,
  reprise_private.lock_invited_addresses,
  reprise_private.lock_organization_to_invite,
  reprise_private.lock_own_invitation,
  reprise_private.mark_invitation_mail_handed_over,
  reprise_private.mint_invitation_token,
  reprise_private.open_invitation,
  reprise_private.parse_invitees,
  reprise_private.places_taken,
  reprise_private.queue_invitation_mail,
  reprise_private.reached_mail_limit,
  reprise_private.refuse_acceptance_and_store_request,
  reprise_private.revoke_invitation,
  reprise_private.still_holds,
  reprise_private.update_given_rights,
  reprise_private.waiting_invitation
from public, anon, authenticated, service_role;
grant execute on function
  reprise.accept_invitation,
  reprise.change_invitation,
  reprise.create_invitations,
  reprise.list_invitations,
  reprise_private.accept_invitation,
  reprise_private.change_invitation,
  reprise_private.create_invitations,
  reprise_private.list_invitations
to authenticated;
grant execute on function
  reprise.claim_invitation_mails,
  reprise.finish_invitation_mail,
  reprise.mark_invitation_mail_handed_over,
  reprise.open_invitation,
  reprise_private.claim_invitation_mails,
  reprise_private.finish_invitation_mail,
  reprise_private.mark_invitation_mail_handed_over,
  reprise_private.open_invitation
to service_role;
