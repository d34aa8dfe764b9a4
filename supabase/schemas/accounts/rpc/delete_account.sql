-- Asks for the deletion of the caller''s account. See reprise_private.delete_account.
create function reprise.delete_account()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.delete_account();
end
$$;
comment on function reprise.delete_account is 'Asks for the deletion of the caller''s account. See reprise_private.delete_account.';
