-- Claims a generation for a model call. See private.claim_generation.
create function public.claim_generation(generation_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.claim_generation(generation_id);
end
$$;
comment on function public.claim_generation(uuid) is 'Claims a generation for a model call. See private.claim_generation.';
revoke execute on function public.claim_generation(uuid) from public, anon, authenticated;
grant execute on function public.claim_generation(uuid) to service_role;
