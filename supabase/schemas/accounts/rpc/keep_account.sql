-- Withdraws the request to delete the caller''s account. See reprise_private.keep_account.
create function reprise.keep_account()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.keep_account();
end
$$;
comment on function reprise.keep_account is 'Withdraws the request to delete the caller''s account. See reprise_private.keep_account.';
