-- Returns the session the caller could resume. See private.get_active_session.
create function public.get_active_session(client_id uuid default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.get_active_session(client_id);
end
$$;
comment on function public.get_active_session(uuid) is 'The session the caller could resume. See private.get_active_session.';
revoke execute on function public.get_active_session(uuid) from public, anon, authenticated;
grant execute on function public.get_active_session(uuid) to authenticated;
