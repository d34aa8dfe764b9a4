-- Returns whether a candidate is still reminded of an invitation: it was mailed, it stands, its interview is open, no session of it was started, and the
-- address did not refuse reminders.
create function reprise_private.wants_reminder(p_invitation reprise.invitations)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return p_invitation.revoked_at is null and p_invitation.expires_at > now()
    and exists (select from reprise_private.invitation_mails m where m.invitation_id = p_invitation.id and m.status = 'sent')
    and exists (select from reprise.interviews i where i.id = p_invitation.interview_id and i.status = 'published')
    and not exists (
      select from reprise.interview_sessions s where s.user_id = p_invitation.user_id and s.interview_id = p_invitation.interview_id
    )
    and not exists (
      select from reprise_private.reminder_refusals r where r.email_sha256 = reprise_private.sha256_hex(p_invitation.email)
    );
end
$$;
comment on function reprise_private.wants_reminder is 'Returns whether a candidate is still reminded of an invitation.';
