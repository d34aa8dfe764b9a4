-- Claims a generation for a model call. See private.claim_generation.
create function public.claim_generation(generation_id uuid)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.claim_generation(generation_id)
$$;
comment on function public.claim_generation(uuid) is 'Claims a generation for a model call. See private.claim_generation.';
revoke execute on function public.claim_generation(uuid) from public, anon, authenticated;
grant execute on function public.claim_generation(uuid) to service_role;
