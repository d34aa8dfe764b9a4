-- Returns the prep session behind a link. See private.get_shared_prep.
create function public.get_shared_prep(token text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.get_shared_prep(token);
end
$$;
comment on function public.get_shared_prep(text) is 'The prep session behind a link. See private.get_shared_prep.';
revoke execute on function public.get_shared_prep(text) from public, anon, authenticated;
grant execute on function public.get_shared_prep(text) to service_role;
