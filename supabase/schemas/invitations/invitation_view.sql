-- Returns an invitation as members see it. The token is never part of it. A link says how many places are taken; the people who took them have
-- invitations of their own, with link_id.
create function reprise_private.invitation_view(p_invitation reprise.invitations)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_mail reprise_private.invitation_mails;
begin
  select m.* into v_mail from reprise_private.invitation_mails m
  where m.invitation_id = p_invitation.id order by m.created_at desc, m.id limit 1;
  return jsonb_build_object(
    'id', p_invitation.id, 'organization_id', p_invitation.organization_id, 'interview_id', p_invitation.interview_id,
    'role', p_invitation.role, 'email', p_invitation.email, 'places', p_invitation.places,
    'places_taken', case when p_invitation.places is not null then reprise_private.places_taken(p_invitation.id) end,
    'link_id', p_invitation.link_id, 'state', reprise_private.invitation_state(p_invitation),
    'extra_time_percent', p_invitation.extra_time_percent, 'attempts_allowed', p_invitation.attempts_allowed, 'note', p_invitation.note,
    'created_at', reprise_private.rfc3339(p_invitation.created_at), 'expires_at', reprise_private.rfc3339(p_invitation.expires_at),
    'opened_at', reprise_private.rfc3339(p_invitation.opened_at),
    'accepted_at', reprise_private.rfc3339(p_invitation.accepted_at),
    'revoked_at', reprise_private.rfc3339(p_invitation.revoked_at),
    'person', reprise_private.candidate_name(p_invitation.user_id),
    'asked_at', reprise_private.rfc3339(p_invitation.asked_at), 'asked_by', reprise_private.candidate_name(p_invitation.asked_by),
    'created_by', reprise_private.candidate_name(p_invitation.created_by),
    'session_id', (reprise_private.invited_session(p_invitation)).id,
    'delivery', case when v_mail.id is null then 'copy_link' else 'email' end,
    'email_status', case v_mail.status when 'claimed' then 'queued' when 'handed_over' then 'queued' else v_mail.status end,
    'sent_at', case when v_mail.status = 'sent' then reprise_private.rfc3339(v_mail.finished_at) end
  );
end
$$;
comment on function reprise_private.invitation_view is 'Returns an invitation as members see it.';
