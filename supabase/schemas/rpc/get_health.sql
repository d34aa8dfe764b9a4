-- Facts for the health endpoint. See private.get_health.
create function public.get_health()
returns jsonb
language sql volatile security invoker set search_path = ''
set statement_timeout = '1500ms' set lock_timeout = '1s'
as $$
  select private.get_health()
$$;
comment on function public.get_health() is 'Facts for the health endpoint. See private.get_health.';
revoke execute on function public.get_health() from public, anon, authenticated;
grant execute on function public.get_health() to service_role;
