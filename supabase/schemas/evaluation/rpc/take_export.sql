-- Counts one export of the caller. See reprise_private.take_export.
create function reprise.take_export()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.take_export();
end
$$;
comment on function reprise.take_export is 'Counts one export of the caller. See reprise_private.take_export.';
