-- One batch of the cleanup sweep. See private.run_cleanup.
create function public.run_cleanup(batch_size integer default 1000, after jsonb default null)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.run_cleanup(batch_size, after)
$$;
comment on function public.run_cleanup(integer, jsonb) is 'One batch of the cleanup sweep. See private.run_cleanup.';
revoke execute on function public.run_cleanup(integer, jsonb) from public, anon, authenticated;
grant execute on function public.run_cleanup(integer, jsonb) to service_role;
