-- Stores the outcome of an e-mail of an invitation. See reprise_private.finish_invitation_mail.
create function reprise.finish_invitation_mail(mail_id uuid, claim_token uuid, outcome text, error text default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.finish_invitation_mail(mail_id, claim_token, outcome, error);
end
$$;
comment on function reprise.finish_invitation_mail is 'Stores the outcome of an e-mail of an invitation. See reprise_private.finish_invitation_mail.';
