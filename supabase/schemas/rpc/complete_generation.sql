-- Stores generated content. See private.complete_generation.
create function public.complete_generation(generation_id uuid, token uuid, result jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.complete_generation(generation_id, token, result);
end
$$;
comment on function public.complete_generation(uuid, uuid, jsonb) is 'Stores what a model generated. See private.complete_generation.';
revoke execute on function public.complete_generation(uuid, uuid, jsonb) from public, anon, authenticated;
grant execute on function public.complete_generation(uuid, uuid, jsonb) to service_role;
