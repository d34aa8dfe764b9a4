-- claimed → handed_over: the sender is about to give the mail server the end of the message. From here on it is not sent again by itself. Called by the
-- service role, under the token of the claim. Returns whether it may be sent: not if the claim was lost, or nothing is to be said any more.
create function reprise_private.mark_notice_mail_handed_over(p_mail_id uuid, p_claim_token uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_mail reprise_private.notice_mails;
begin
  update reprise_private.notice_mails m set status = 'handed_over'
  where m.id = p_mail_id and m.claim_token = p_claim_token and m.status = 'claimed' returning * into v_mail;
  if not found then
    return '{"send": false}';
  elsif reprise_private.notice_mail_content(v_mail) is null then
    update reprise_private.notice_mails m set status = 'cancelled', claim_token = null, claimed_until = null, finished_at = now()
    where m.id = p_mail_id;
    return '{"send": false}';
  end if;
  return '{"send": true}';
end
$$;
comment on function reprise_private.mark_notice_mail_handed_over is 'Marks an e-mail of a notice as given to the mail server.';
