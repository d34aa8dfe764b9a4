-- Runs one batch of the cleanup sweep. See private.run_cleanup.
create function public.run_cleanup(batch_size integer default 200, after jsonb default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as the text of one.
  return private.run_cleanup(batch_size, case jsonb_typeof(after) when 'string' then (after #>> '{}')::jsonb else after end);
end
$$;
comment on function public.run_cleanup(integer, jsonb) is 'One batch of the cleanup sweep. See private.run_cleanup.';
revoke execute on function public.run_cleanup(integer, jsonb) from public, anon, authenticated;
grant execute on function public.run_cleanup(integer, jsonb) to service_role;
