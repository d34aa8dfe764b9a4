-- Stores the interviewer's reply. See private.complete_reply.
create function public.complete_reply(session_id uuid, token uuid, reply jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as the text of one.
  return private.complete_reply(session_id, token, case jsonb_typeof(reply) when 'string' then (reply #>> '{}')::jsonb else reply end);
end
$$;
comment on function public.complete_reply(uuid, uuid, jsonb) is 'Stores the reply of an interviewer. See private.complete_reply.';
revoke execute on function public.complete_reply(uuid, uuid, jsonb) from public, anon, authenticated;
grant execute on function public.complete_reply(uuid, uuid, jsonb) to service_role;
