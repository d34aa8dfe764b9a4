-- invited → accepted, by the caller: with its token, or by its id if it was sent to the caller's confirmed address. Gives the right to take the
-- interview, or the membership. Locks the invitation: of several callers for the last place of a link exactly one gets it, and revoking waits. A
-- repeat returns the same and gives nothing again, or is refused if the invitation ended unused. With p_request_new a refusal is stored, and
-- returned with requested: the organization sees who asked for another invitation. Errors: not_authenticated, invitation_not_found, rate_limited,
-- invalid_request; and, committed with p_request_new: invitation_expired, invitation_for_other_address, no_places_left.
create function reprise_private.accept_invitation(p_token text, p_invitation_id uuid, p_request_new boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_email text := reprise_private.confirmed_email(v_user_id);
  v_invitation reprise.invitations;
  v_place reprise.invitations;
begin
  perform reprise_private.check_account(v_user_id);
  if num_nonnulls(p_token, p_invitation_id) <> 1 then
    perform reprise_private.invalid_request('token', 'exactly one of token and invitation_id is required');
  end if;
  v_invitation.id := coalesce(p_invitation_id, (reprise_private.find_invitation(p_token)).id);
  select v.* into v_invitation from reprise.invitations v where v.id = v_invitation.id for no key update;
  if v_invitation.id is null or v_invitation.revoked_at is not null
    or (p_invitation_id is not null and coalesce(v_email <> v_invitation.email, true))
  then
    perform reprise_private.refuse_and_roll_back(404, 'invitation_not_found');
  end if;

  if v_invitation.places is not null then
    select v.* into v_place from reprise.invitations v where v.link_id = v_invitation.id and v.user_id = v_user_id;
    if found and v_place.revoked_at is not null then
      perform reprise_private.refuse_and_roll_back(404, 'invitation_not_found');
    elsif found and reprise_private.ended_unused(v_place) then
      return reprise_private.refuse_acceptance_and_store_request(v_place, v_user_id, 410, 'invitation_expired', p_request_new);
    elsif v_place.id is not null then
      return reprise_private.accepted_view(v_place);
    elsif not reprise_private.can_be_accepted(v_invitation) then
      return reprise_private.refuse_acceptance_and_store_request(v_invitation, v_user_id, 410, 'invitation_expired', p_request_new);
    elsif reprise_private.places_taken(v_invitation.id) >= v_invitation.places then
      return reprise_private.refuse_acceptance_and_store_request(v_invitation, v_user_id, 409, 'no_places_left', p_request_new);
    end if;
    perform reprise_private.take_rate_limit(v_user_id, 'accept_link');
    insert into reprise.invitations (
      organization_id, interview_id, link_id, user_id, extra_time_percent, attempts_allowed, note, created_by, expires_at, opened_at, accepted_at
    )
    values (
      v_invitation.organization_id, v_invitation.interview_id, v_invitation.id, v_user_id, v_invitation.extra_time_percent,
      v_invitation.attempts_allowed, v_invitation.note, v_invitation.created_by, v_invitation.expires_at, v_invitation.opened_at, now()
    )
    returning * into v_place;
    -- Separate statements: the view must see what the other one has written.
    v_place := reprise_private.give_right_or_membership(v_place);
    return reprise_private.accepted_view(v_place);
  end if;

  if v_invitation.user_id = v_user_id and not reprise_private.ended_unused(v_invitation) then
    return reprise_private.accepted_view(v_invitation);
  elsif v_invitation.user_id <> v_user_id or (v_invitation.user_id is null and v_email is distinct from v_invitation.email) then
    return reprise_private.refuse_acceptance_and_store_request(v_invitation, v_user_id, 403, 'invitation_for_other_address', p_request_new);
  elsif v_invitation.user_id is not null or not reprise_private.can_be_accepted(v_invitation) then
    return reprise_private.refuse_acceptance_and_store_request(v_invitation, v_user_id, 410, 'invitation_expired', p_request_new);
  end if;
  update reprise.invitations v set user_id = v_user_id, accepted_at = now() where v.id = v_invitation.id returning v.* into v_invitation;
  v_invitation := reprise_private.give_right_or_membership(v_invitation);
  return reprise_private.accepted_view(v_invitation);
end
$$;
comment on function reprise_private.accept_invitation is 'Accepts an invitation.';
