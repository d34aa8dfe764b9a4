-- nothing → invited. Invites up to 200 addresses, or makes one link, to a published interview (owners and recruiters) or, by address only, to an
-- organization (owners). Locks the organization. Addresses that cannot be invited are problems, and the others are invited. A repeat returns the
-- same invitations, each with another token. With p_send, an e-mail is queued for each that is new, open again or was never mailed.
-- Errors: not_authenticated, invalid_request, interview_not_found, organization_not_found, not_allowed, interview_not_published, rate_limited,
-- limit_reached.
create function reprise_private.create_invitations(
  p_interview_id uuid, p_organization_id uuid, p_role text, p_emails jsonb, p_places integer, p_extra_time_percent integer,
  p_attempts_allowed integer, p_expires_at timestamptz, p_note text, p_send boolean
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_note text := btrim(coalesce(p_note, ''), E' \t\r\n');
  v_expires_at timestamptz := coalesce(p_expires_at, now() + interval '30 days');
  v_terms reprise.invitations;
  v_invited record;
  v_emails text[];
  v_email text;
  v_invitations jsonb := '[]';
  v_problems jsonb := '[]';
begin
  perform reprise_private.check_account(v_user_id);
  if num_nonnulls(p_interview_id, p_organization_id) <> 1 then
    perform reprise_private.invalid_request('interview_id', 'exactly one of interview_id and organization_id is required');
  elsif (p_organization_id is not null) <> (p_role is not null) or p_role not in ('owner', 'recruiter', 'reviewer') then
    perform reprise_private.invalid_request('role', 'must be owner, recruiter or reviewer with organization_id, and absent without it');
  elsif num_nonnulls(p_emails, p_places) <> 1 or (p_places is not null and p_interview_id is null) then
    perform reprise_private.invalid_request('emails', 'either emails or, for an interview, a link is required');
  elsif p_places not between 1 and 1000 then
    perform reprise_private.invalid_request('places', 'must be between 1 and 1000');
  end if;
  perform reprise_private.check_invitation_terms(p_extra_time_percent, p_attempts_allowed, v_expires_at, v_note);
  v_terms.organization_id := reprise_private.lock_organization_to_invite(p_interview_id, p_organization_id);
  v_terms.interview_id := p_interview_id;
  v_terms.role := p_role;
  v_terms.extra_time_percent := p_extra_time_percent;
  v_terms.attempts_allowed := p_attempts_allowed;
  v_terms.expires_at := v_expires_at;
  v_terms.note := v_note;
  v_terms.created_by := v_user_id;
  if exists (select from reprise.interviews i where i.id = p_interview_id and i.status <> 'published') then
    perform reprise_private.refuse_and_roll_back(409, 'interview_not_published');
  end if;

  if p_places is not null then
    perform reprise_private.take_rate_limit(v_user_id, 'invite');
    insert into reprise.invitations (
      organization_id, interview_id, places, extra_time_percent, attempts_allowed, note, created_by, expires_at
    )
    values (v_terms.organization_id, p_interview_id, p_places, p_extra_time_percent, p_attempts_allowed, v_note, v_user_id, v_expires_at)
    returning * into v_terms;
    v_invitations := jsonb_build_array(
      reprise_private.invitation_view(v_terms) || jsonb_build_object('token', reprise_private.mint_invitation_token(v_terms.id))
    );
  else
    v_emails := reprise_private.parse_invitees(p_emails);
    if p_send then
      perform reprise_private.lock_invited_addresses(v_emails);
    end if;
    foreach v_email in array v_emails loop
      perform reprise_private.take_rate_limit(v_user_id, 'invite');
      select * into v_invited from reprise_private.invite_address(v_terms, v_email, p_send);
      if v_invited.problem is not null then
        v_problems := v_problems || jsonb_build_object('email', left(v_email, 254), 'code', v_invited.problem);
        continue;
      end if;
      if p_send and (v_invited.is_new or (
        (v_invited.invitation).user_id is null
        and not exists (select from reprise_private.invitation_mails m where m.invitation_id = (v_invited.invitation).id)
        and reprise_private.reached_mail_limit(v_email, v_terms.organization_id, (v_invited.invitation).id) is null
      )) then
        perform reprise_private.queue_invitation_mail(v_invited.invitation, v_user_id);
      end if;
      v_invitations := v_invitations || (
        reprise_private.invitation_view(v_invited.invitation)
        || jsonb_build_object('token', reprise_private.mint_invitation_token((v_invited.invitation).id))
      );
    end loop;
  end if;
  perform reprise_private.check_invitation_count(v_terms.organization_id);
  return jsonb_build_object(
    'invitations', v_invitations, 'problems', v_problems, 'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.create_invitations is 'Invites addresses, or makes a link, to an interview or an organization.';
