-- Marks an e-mail of a notice as given to the mail server. See reprise_private.mark_notice_mail_handed_over.
create function reprise.mark_notice_mail_handed_over(mail_id uuid, claim_token uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.mark_notice_mail_handed_over(mail_id, claim_token);
end
$$;
comment on function reprise.mark_notice_mail_handed_over is
  'Marks an e-mail of a notice as given to the mail server. See reprise_private.mark_notice_mail_handed_over.';
