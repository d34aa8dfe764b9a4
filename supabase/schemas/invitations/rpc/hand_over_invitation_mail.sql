-- Marks an e-mail of an invitation as given to the mail server. See reprise_private.hand_over_invitation_mail.
create function reprise.hand_over_invitation_mail(mail_id uuid, claim_token uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.hand_over_invitation_mail(mail_id, claim_token);
end
$$;
comment on function reprise.hand_over_invitation_mail is
  'Marks an e-mail of an invitation as given to the mail server. See reprise_private.hand_over_invitation_mail.';
