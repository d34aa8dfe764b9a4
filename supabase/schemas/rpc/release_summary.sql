-- Releases a claimed summary. See private.release_summary.
create function public.release_summary(session_id uuid, token uuid, wait_seconds numeric default 0, error text default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.release_summary(session_id, token, wait_seconds, error);
end
$$;
comment on function public.release_summary(uuid, uuid, numeric, text) is 'Gives a claimed summary back. See private.release_summary.';
revoke execute on function public.release_summary(uuid, uuid, numeric, text) from public, anon, authenticated;
grant execute on function public.release_summary(uuid, uuid, numeric, text) to service_role;
