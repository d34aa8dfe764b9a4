-- Reserves tokens of the daily budget for a run. See private.reserve_tokens.
create function public.reserve_tokens(run_id uuid, amount integer, daily_limit bigint, used bigint default 0)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.reserve_tokens(run_id, amount, daily_limit, used)
$$;
comment on function public.reserve_tokens(uuid, integer, bigint, bigint) is
  'Reserves tokens of the daily budget for a run. See private.reserve_tokens.';
revoke execute on function public.reserve_tokens(uuid, integer, bigint, bigint) from public, anon, authenticated;
grant execute on function public.reserve_tokens(uuid, integer, bigint, bigint) to service_role;
