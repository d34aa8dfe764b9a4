-- Reserves tokens for a run from the daily budget and the payer's shares. See private.reserve_tokens.
create function public.reserve_tokens(
  run_id uuid, amount integer, daily_limit bigint, used bigint default 0, session_id uuid default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.reserve_tokens(run_id, amount, daily_limit, used, session_id);
end
$$;
comment on function public.reserve_tokens(uuid, integer, bigint, bigint, uuid) is
  'Reserves tokens of the daily budget for a run, of the share of a session''s owner. See private.reserve_tokens.';
revoke execute on function public.reserve_tokens(uuid, integer, bigint, bigint, uuid) from public, anon, authenticated;
grant execute on function public.reserve_tokens(uuid, integer, bigint, bigint, uuid) to service_role;
