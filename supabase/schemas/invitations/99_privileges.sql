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
  reprise.hand_over_invitation_mail,
  reprise.list_invitations,
  reprise.show_invitation,
  reprise_private.accept_invitation,
  reprise_private.accept_waiting_invitation,
  reprise_private.accepted_view,
  reprise_private.change_invitation,
  reprise_private.check_invitation_count,
  reprise_private.check_invitation_terms,
  reprise_private.check_invitees,
  reprise_private.change_invitation_terms,
  reprise_private.claim_invitation_mails,
  reprise_private.close_invitation_mails,
  reprise_private.confirmed_email,
  reprise_private.create_invitations,
  reprise_private.ended_unused,
  reprise_private.extend_invitation,
  reprise_private.find_invitation,
  reprise_private.finish_invitation_mail,
  reprise_private.give_right,
  reprise_private.hand_over_invitation_mail,
  reprise_private.invitable_organization,
  reprise_private.invitation_state,
  reprise_private.invitation_view,
  reprise_private.invite_address,
  reprise_private.invited_session,
  reprise_private.is_email,
  reprise_private.is_open,
  reprise_private.list_invitations,
  reprise_private.lock_invited_addresses,
  reprise_private.lock_own_invitation,
  reprise_private.mint_invitation_token,
  reprise_private.places_taken,
  reprise_private.queue_invitation_mail,
  reprise_private.reached_mail_limit,
  reprise_private.refuse_acceptance,
  reprise_private.revoke_invitation,
  reprise_private.show_invitation,
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
  reprise.hand_over_invitation_mail,
  reprise.show_invitation,
  reprise_private.claim_invitation_mails,
  reprise_private.finish_invitation_mail,
  reprise_private.hand_over_invitation_mail,
  reprise_private.show_invitation
to service_role;
