-- invited → opened: stores when the link was first opened, and returns what an invited person should know before they sign up. Called by the service
-- role, for anyone who has the token. Unknown and revoked tokens get the same error; the error of an expired one names who can invite again.
-- Errors: invitation_not_found, invitation_expired.
create function reprise_private.open_invitation(p_token text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_invitation reprise.invitations := reprise_private.find_invitation(p_token);
  v_organization text;
  v_interview reprise.interviews;
begin
  if v_invitation.id is null or v_invitation.revoked_at is not null then
    perform reprise_private.refuse_and_roll_back(404, 'invitation_not_found');
  end if;
  select reprise_private.one_line(o.name) into v_organization from reprise.organizations o where o.id = v_invitation.organization_id;
  select i.* into v_interview from reprise.interviews i where i.id = v_invitation.interview_id;
  if not reprise_private.can_be_accepted(v_invitation) and reprise_private.invitation_state(v_invitation) not in ('started', 'completed') then
    perform reprise_private.refuse_and_roll_back(410, 'invitation_expired', jsonb_build_object(
      'organization', v_organization, 'interview_title', reprise_private.one_line(v_interview.title), 'requested', false
    ));
  end if;
  update reprise.invitations v set opened_at = now() where v.id = v_invitation.id and v.opened_at is null;
  return jsonb_build_object(
    'invitation', jsonb_build_object(
      'email', v_invitation.email, 'organization', v_organization, 'role', v_invitation.role, 'note', v_invitation.note,
      'extra_time_percent', v_invitation.extra_time_percent, 'attempts_allowed', v_invitation.attempts_allowed,
      'expires_at', reprise_private.rfc3339(v_invitation.expires_at), 'accepted', v_invitation.user_id is not null,
      'places_left', case when v_invitation.places is not null then greatest(v_invitation.places - reprise_private.places_taken(v_invitation.id), 0) end,
      'interview', case when v_interview.id is not null then jsonb_build_object(
        'id', v_interview.id, 'title', v_interview.title, 'description', v_interview.description, 'kind', v_interview.mode,
        'results_visible', v_interview.results_visible_to_candidate
      ) || reprise_private.interview_extent(v_interview.id) end,
      'recorded', case when v_interview.id is not null then array['account', 'answers', 'drafts', 'times', 'devices'] else array['account'] end
    ),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.open_invitation is
  'Stores when the link of an invitation was first opened, and returns what the invitation is for.';
