-- Ends the reservation of a run. See private.settle_tokens.
create function public.settle_tokens(run_id uuid, used bigint)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.settle_tokens(run_id, used);
end
$$;
comment on function public.settle_tokens(uuid, bigint) is 'Ends the reservation of a run. See private.settle_tokens.';
revoke execute on function public.settle_tokens(uuid, bigint) from public, anon, authenticated;
grant execute on function public.settle_tokens(uuid, bigint) to service_role;
