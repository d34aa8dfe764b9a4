-- Ends a session early. See private.finish_session.
create function public.finish_session(session_id uuid, lease integer, outcome text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.finish_session(session_id, lease, outcome);
end
$$;
comment on function public.finish_session(uuid, integer, text) is 'Ends a session early. See private.finish_session.';
revoke execute on function public.finish_session(uuid, integer, text) from public, anon, authenticated;
grant execute on function public.finish_session(uuid, integer, text) to authenticated;
