-- Begins an export of everything about the caller. See reprise_private.take_account_export.
create function reprise.take_account_export()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.take_account_export();
end
$$;
comment on function reprise.take_account_export is 'Begins an export of everything about the caller. See reprise_private.take_account_export.';
