-- Reserves tokens of the daily budget. See private.reserve_tokens.
create function public.reserve_tokens(amount integer, daily_limit bigint)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.reserve_tokens(amount, daily_limit)
$$;
comment on function public.reserve_tokens(integer, bigint) is 'Reserves tokens of the daily budget. See private.reserve_tokens.';
revoke execute on function public.reserve_tokens(integer, bigint) from public, anon, authenticated;
grant execute on function public.reserve_tokens(integer, bigint) to service_role;
