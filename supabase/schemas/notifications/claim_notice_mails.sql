-- queued, or claimed by a sender that died before it handed the e-mail over → claimed, for up to p_batch_size e-mails and two minutes. Called by the
-- service role. E-mails that were handed over by a sender that died end as uncertain, and those with nothing to say any more as cancelled. Mints
-- the token that unsubscribes, which only the e-mail holds, and for a reminder one that opens the invitation. Two senders never get the same e-mail.
-- Looks at up to 50 e-mails; more says that others may be due, even if this call found none that is to be sent.
create function reprise_private.claim_notice_mails(p_batch_size integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_mail reprise_private.notice_mails;
  v_content jsonb;
  v_token text;
  v_mails jsonb := '[]';
  v_looked_at integer := 0;
  v_more boolean;
  v_reminded boolean := false;
begin
  v_more := reprise_private.queue_notice_mails();
  while v_looked_at < 50 and jsonb_array_length(v_mails) < p_batch_size loop
    -- One at a time: rows that wait in a cursor would be locked for other senders.
    select o.* into v_mail from reprise_private.notice_mails o
    where o.status in ('queued', 'claimed', 'handed_over') and o.due_at <= now() and coalesce(o.claimed_until, '-infinity') < now()
    order by o.due_at, o.id
    limit 1
    for no key update skip locked;
    if not found then
      -- The reminders that are due are looked for once a run, when nothing else is left, and not before each e-mail.
      exit when v_mails <> '[]' or v_more or v_reminded or not reprise_private.queue_reminders();
      v_reminded := true;
      continue;
    end if;
    v_looked_at := v_looked_at + 1;
    v_content := reprise_private.notice_mail_content(v_mail);
    if v_mail.status = 'handed_over' or v_content is null or v_mail.attempts >= 8 then
      update reprise_private.notice_mails m
      set status = case when m.status = 'handed_over' then 'uncertain' when v_content is null then 'cancelled' else 'failed' end,
        claim_token = null, claimed_until = null, finished_at = now()
      where m.id = v_mail.id;
      continue;
    end if;
    v_token := reprise_private.random_token();
    update reprise_private.notice_mails m
    set status = 'claimed', claim_token = gen_random_uuid(), claimed_until = now() + interval '2 minutes', attempts = m.attempts + 1,
      unsubscribe_sha256 = reprise_private.sha256_hex(v_token)
    where m.id = v_mail.id returning * into v_mail;
    v_mails := v_mails || (v_content || jsonb_build_object(
      'mail_id', v_mail.id, 'claim_token', v_mail.claim_token, 'pace', v_mail.pace, 'unsubscribe_token', v_token,
      'token', case when v_mail.invitation_id is not null then reprise_private.mint_invitation_token(v_mail.invitation_id) end
    ));
  end loop;
  return jsonb_build_object('mails', v_mails, 'more', v_more or v_looked_at = 50);
end
$$;
comment on function reprise_private.claim_notice_mails is 'Claims e-mails about events, and reminders, for one sender.';
