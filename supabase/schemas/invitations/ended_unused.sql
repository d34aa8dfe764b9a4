-- Returns whether an accepted invitation ended before its person began a session, and nothing else lets them take the interview.
create function reprise_private.ended_unused(p_invitation reprise.invitations)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return p_invitation.interview_id is not null and reprise_private.invitation_state(p_invitation) = 'expired'
    and not reprise_private.may_start_interview(p_invitation.user_id, p_invitation.interview_id);
end
$$;
comment on function reprise_private.ended_unused is 'Returns whether an accepted invitation ended before it was used.';
