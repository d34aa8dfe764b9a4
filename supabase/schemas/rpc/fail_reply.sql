-- Releases a claimed reply after a failure. See private.fail_reply.
create function public.fail_reply(session_id uuid, token uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.fail_reply(session_id, token);
end
$$;
comment on function public.fail_reply(uuid, uuid) is 'Gives a claimed reply back. See private.fail_reply.';
revoke execute on function public.fail_reply(uuid, uuid) from public, anon, authenticated;
grant execute on function public.fail_reply(uuid, uuid) to service_role;
