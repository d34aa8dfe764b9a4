-- Returns the result of a session. See private.get_results.
create function public.get_results(session_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.get_results(session_id);
end
$$;
comment on function public.get_results(uuid) is 'The result of a session. See private.get_results.';
revoke execute on function public.get_results(uuid) from public, anon, authenticated;
grant execute on function public.get_results(uuid) to authenticated;
