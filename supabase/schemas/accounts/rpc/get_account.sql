-- Returns the caller''s account and its pending deletion. See reprise_private.get_account.
create function reprise.get_account()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_account();
end
$$;
comment on function reprise.get_account is 'Returns the caller''s account and its pending deletion. See reprise_private.get_account.';
