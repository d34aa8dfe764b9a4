-- Returns the status of one of the caller's generations. See private.get_generation.
create function public.get_generation(generation_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.get_generation(generation_id);
end
$$;
comment on function public.get_generation(uuid) is 'How far a generation of the caller is. See private.get_generation.';
revoke execute on function public.get_generation(uuid) from public, anon, authenticated;
grant execute on function public.get_generation(uuid) to authenticated;
