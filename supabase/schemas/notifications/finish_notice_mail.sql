-- claimed or handed_over → sent, failed (refused for good, or too often), uncertain (the server's answer was lost), or queued again with a wait that
-- doubles. Called by the service role, under the token of the claim. p_outcome: sent, failed, uncertain or retry. A repeat, or a call under another
-- token, changes nothing. Errors: invalid_request.
create function reprise_private.finish_notice_mail(p_mail_id uuid, p_claim_token uuid, p_outcome text, p_error text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_mail reprise_private.notice_mails;
  v_status text;
begin
  if p_outcome is null or p_outcome not in ('sent', 'failed', 'uncertain', 'retry') then
    perform reprise_private.invalid_request('outcome', 'must be sent, failed, uncertain or retry');
  end if;
  select m.* into v_mail from reprise_private.notice_mails m where m.id = p_mail_id and m.claim_token = p_claim_token for no key update;
  if v_mail.id is null then
    return '{"status": "lost"}';
  end if;
  v_status := case when p_outcome = 'retry' then case when v_mail.attempts >= 8 then 'failed' else 'queued' end else p_outcome end;
  update reprise_private.notice_mails m
  set status = v_status, claim_token = null, claimed_until = null, error = left(reprise_private.one_line(left(p_error, 1000)), 300),
    due_at = case when v_status = 'queued' then now() + make_interval(secs => 60 * 2 ^ (v_mail.attempts - 1)) else m.due_at end,
    finished_at = case when v_status <> 'queued' then now() end
  where m.id = p_mail_id;
  return jsonb_build_object('status', v_status);
end
$$;
comment on function reprise_private.finish_notice_mail is 'Stores the outcome of an e-mail of a notice.';
