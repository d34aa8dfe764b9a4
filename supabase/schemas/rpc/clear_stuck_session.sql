-- Releases the caller from a stuck session. See private.clear_stuck_session.
create function public.clear_stuck_session()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.clear_stuck_session();
end
$$;
comment on function public.clear_stuck_session() is 'Frees the caller from a stuck session. See private.clear_stuck_session.';
revoke execute on function public.clear_stuck_session() from public, anon, authenticated;
grant execute on function public.clear_stuck_session() to authenticated;
