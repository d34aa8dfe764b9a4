-- Counts one export of the caller. See private.take_export.
create function public.take_export()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.take_export();
end
$$;
comment on function public.take_export() is 'Counts one export of the caller. See private.take_export.';
revoke execute on function public.take_export() from public, anon, authenticated;
grant execute on function public.take_export() to authenticated;
