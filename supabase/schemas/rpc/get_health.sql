-- Returns what the health endpoint reports. See private.get_health.
create function public.get_health(probe boolean default true)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '1500ms' set lock_timeout = '1s'
as $$
begin
  return private.get_health(probe);
end
$$;
comment on function public.get_health(boolean) is 'Facts for the health endpoint. See private.get_health.';
revoke execute on function public.get_health(boolean) from public, anon, authenticated;
grant execute on function public.get_health(boolean) to service_role;
