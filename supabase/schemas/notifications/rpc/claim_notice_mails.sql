-- Claims e-mails about events, and reminders, for one sender. See reprise_private.claim_notice_mails.
create function reprise.claim_notice_mails(batch_size integer default 20)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.claim_notice_mails(batch_size);
end
$$;
comment on function reprise.claim_notice_mails is 'Claims e-mails about events, and reminders, for one sender. See reprise_private.claim_notice_mails.';
