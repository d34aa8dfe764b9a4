-- Ends the e-mails of the kind that a link in one of them names, without a sign-in: all e-mails about events to a member, or all reminders to an
-- address. Called by the service role for whoever has the token of the link. A repeat changes nothing. An unknown token gets the same answer.
create function reprise_private.unsubscribe(p_token text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_mail reprise_private.notice_mails;
begin
  select m.* into v_mail from reprise_private.notice_mails m where m.unsubscribe_sha256 = reprise_private.sha256_hex(p_token);
  if v_mail.invitation_id is not null then
    insert into reprise_private.reminder_refusals (email_sha256)
    select reprise_private.sha256_hex(v.email) from reprise.invitations v where v.id = v_mail.invitation_id
    on conflict do nothing;
  elsif v_mail.user_id is not null then
    insert into reprise_private.notice_preferences (user_id, kind, pace)
    select v_mail.user_id, k.kind, 'off'
    from unnest(array['session.completed', 'result.ready', 'evaluation.needs_review', 'decision.made', 'webhook.disabled']) k (kind)
    on conflict (user_id, kind) do update set pace = 'off';
  end if;
  return '{"unsubscribed": true}';
end
$$;
comment on function reprise_private.unsubscribe is 'Ends the e-mails that a link in one of them names.';
