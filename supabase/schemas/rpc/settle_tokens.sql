-- Settles a reservation. See private.settle_tokens.
create function public.settle_tokens(reserved integer, used integer)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.settle_tokens(reserved, used)
$$;
comment on function public.settle_tokens(integer, integer) is 'Settles a reservation. See private.settle_tokens.';
revoke execute on function public.settle_tokens(integer, integer) from public, anon, authenticated;
grant execute on function public.settle_tokens(integer, integer) to service_role;
