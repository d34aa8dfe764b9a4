-- Changes an invitation: resend mints another token (and queues an e-mail, with p_send); extend gives it another end, also after it has expired;
-- change gives it other terms; revoke ends it and takes back what it gave, unless a session has begun. Extend, change and revoke of
-- a link also reach those who took a place and have not begun. Each counts for the caller (rate limit invite). Locks the invitation, as accept_invitation does.
-- Errors: not_authenticated, invitation_not_found, not_allowed, invalid_request, invitation_closed, rate_limited, limit_reached.
create function reprise_private.change_invitation(p_invitation_id uuid, p_action text, p_expires_at timestamptz, p_terms jsonb, p_send boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_invitation reprise.invitations;
  v_token text;
begin
  perform reprise_private.check_account(v_user_id);
  if p_expires_at is not null and p_action is distinct from 'extend' then
    perform reprise_private.invalid_request('expires_at', 'belongs to the action extend');
  elsif p_action is distinct from 'change' and coalesce(p_terms, '{}') <> '{}' then
    perform reprise_private.invalid_request('terms', 'belong to the action change');
  end if;
  v_invitation := reprise_private.lock_own_invitation(p_invitation_id);
  if v_invitation.revoked_at is not null then
    if p_action is distinct from 'revoke' then
      perform reprise_private.refuse_and_roll_back(409, 'invitation_closed', '{"reason": "revoked"}');
    end if;
  elsif p_action = 'resend' then
    if v_invitation.user_id is not null then
      perform reprise_private.refuse_and_roll_back(409, 'invitation_closed', '{"reason": "accepted"}');
    elsif v_invitation.expires_at <= now() then
      perform reprise_private.refuse_and_roll_back(409, 'invitation_closed', '{"reason": "expired"}');
    end if;
    if p_send and v_invitation.email is not null then
      perform reprise_private.lock_invited_addresses(array[v_invitation.email]);
      perform reprise_private.take_rate_limit(v_user_id, 'invite');
      perform reprise_private.queue_invitation_mail(v_invitation, v_user_id);
    else
      perform reprise_private.take_rate_limit(v_user_id, 'invite');
    end if;
    v_token := reprise_private.mint_invitation_token(v_invitation.id);
  elsif p_action = 'extend' then
    perform reprise_private.take_rate_limit(v_user_id, 'invite');
    v_invitation := reprise_private.extend_invitation(v_invitation, p_expires_at);
  elsif p_action = 'change' then
    perform reprise_private.take_rate_limit(v_user_id, 'invite');
    v_invitation := reprise_private.change_invitation_terms(v_invitation, p_terms);
  elsif p_action = 'revoke' then
    perform reprise_private.take_rate_limit(v_user_id, 'invite');
    v_invitation := reprise_private.revoke_invitation(v_invitation);
  else
    perform reprise_private.invalid_request('action', 'must be resend, extend, change or revoke');
  end if;
  return jsonb_build_object(
    'invitation', reprise_private.invitation_view(v_invitation), 'server_time', reprise_private.rfc3339(clock_timestamp())
  ) || case when v_token is null then '{}' else jsonb_build_object('token', v_token) end;
end
$$;
comment on function reprise_private.change_invitation is 'Resends, extends, changes or revokes an invitation.';
