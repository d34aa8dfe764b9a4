-- Ends the e-mails that a link in one of them names. See reprise_private.unsubscribe.
create function reprise.unsubscribe(token text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.unsubscribe(token);
end
$$;
comment on function reprise.unsubscribe is 'Ends the e-mails that a link in one of them names. See reprise_private.unsubscribe.';
