-- Ends the claim of a generation without content. See private.fail_generation.
create function public.fail_generation(generation_id uuid, token uuid, give_back boolean)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.fail_generation(generation_id, token, give_back);
end
$$;
comment on function public.fail_generation(uuid, uuid, boolean) is 'Ends a claim without content. See private.fail_generation.';
revoke execute on function public.fail_generation(uuid, uuid, boolean) from public, anon, authenticated;
grant execute on function public.fail_generation(uuid, uuid, boolean) to service_role;
