-- Releases a claimed reply after a failure. See reprise_private.fail_reply.
create function reprise.fail_reply(session_id uuid, token uuid, give_back boolean)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.fail_reply(session_id, token, give_back);
end
$$;
comment on function reprise.fail_reply is 'Releases a claimed reply after a failure. See reprise_private.fail_reply.';
