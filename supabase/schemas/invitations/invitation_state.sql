-- Returns the state of an invitation, computed from facts: completed or started (by its sessions; a membership is completed when it was
-- accepted), else revoked, else expired, else opened (its link was, or it was accepted), else invited. A link is opened when somebody opened it.
create function reprise_private.invitation_state(p_invitation reprise.invitations)
returns text
language plpgsql stable set search_path = ''
as $$
declare
  v_session reprise.interview_sessions := reprise_private.invited_session(p_invitation);
begin
  if v_session.id is not null then
    return case when v_session.status = 'in_progress' then 'started' else 'completed' end;
  elsif p_invitation.revoked_at is not null or (p_invitation.user_id is not null and not reprise_private.still_holds(p_invitation)) then
    return 'revoked';
  elsif p_invitation.role is not null and p_invitation.user_id is not null then
    return 'completed';
  elsif p_invitation.expires_at <= now() then
    return 'expired';
  elsif p_invitation.opened_at is not null or p_invitation.accepted_at is not null then
    return 'opened';
  end if;
  return 'invited';
end
$$;
comment on function reprise_private.invitation_state is 'Returns the state of an invitation.';
