-- Queues the e-mail of an invitation, unless one is waiting. Counts it for the address (reached_mail_limit; the caller has locked it), for the caller
-- (rate limit invitation_mail) and for the organization (setting invitation_mails_per_day), whose row stays locked until the end of the transaction:
-- nobody can have strangers mailed without a limit. Errors: rate_limited, limit_reached.
create function reprise_private.queue_invitation_mail(p_invitation reprise.invitations, p_user_id uuid)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_limit integer := (select t.invitation_mails_per_day from reprise_private.settings t);
  v_of_address integer;
  v_mails integer;
begin
  if exists (
    select from reprise_private.invitation_mails m where m.invitation_id = p_invitation.id and m.status in ('queued', 'claimed', 'handed_over')
  ) then
    return;
  end if;
  v_of_address := reprise_private.reached_mail_limit(p_invitation.email, p_invitation.organization_id, p_invitation.id);
  if v_of_address is not null then
    perform reprise_private.refuse_and_roll_back(
      409, 'limit_reached', jsonb_build_object('reason', 'mails_to_address', 'limit', v_of_address)
    );
  end if;
  insert into reprise_private.invitation_address_days as d (email_sha256, organization_id, day, mails)
  values (reprise_private.sha256_hex(p_invitation.email), p_invitation.organization_id, reprise_private.utc_day(), 1)
  on conflict (email_sha256, organization_id) do update
  set day = excluded.day, mails = case when d.day = excluded.day then d.mails else 0 end + 1;
  perform reprise_private.take_rate_limit(p_user_id, 'invitation_mail');
  insert into reprise_private.invitation_mail_days as d (organization_id, day, mails)
  values (p_invitation.organization_id, reprise_private.utc_day(), 1)
  on conflict (organization_id) do update
  set day = excluded.day, mails = case when d.day = excluded.day then d.mails else 0 end + 1
  returning d.mails into v_mails;
  if v_mails > v_limit then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', jsonb_build_object('reason', 'invitation_mails', 'limit', v_limit));
  end if;
  insert into reprise_private.invitation_mails (invitation_id, due_at) values (p_invitation.id, clock_timestamp());
end
$$;
comment on function reprise_private.queue_invitation_mail is 'Queues the e-mail of an invitation.';
