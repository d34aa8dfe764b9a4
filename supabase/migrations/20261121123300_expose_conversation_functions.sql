-- Conversations over PostgREST: two functions for candidates, three for the functions host.

-- Stores what a candidate says. See private.add_message.
create function public.add_message(session_id uuid, lease integer, message_id uuid, content text)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.add_message(session_id, lease, message_id, content)
$$;
comment on function public.add_message(uuid, integer, uuid, text) is 'Stores what a candidate says. See private.add_message.';
revoke execute on function public.add_message(uuid, integer, uuid, text) from public, anon, authenticated;
grant execute on function public.add_message(uuid, integer, uuid, text) to authenticated;

-- A page of a transcript. See private.list_messages.
create function public.list_messages(session_id uuid, after integer default 0, page_size integer default 50)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.list_messages(session_id, after, page_size)
$$;
comment on function public.list_messages(uuid, integer, integer) is 'A page of a transcript. See private.list_messages.';
revoke execute on function public.list_messages(uuid, integer, integer) from public, anon, authenticated;
grant execute on function public.list_messages(uuid, integer, integer) to authenticated;

-- Claims the reply to a candidate's message. See private.claim_reply.
create function public.claim_reply(session_id uuid, message_id uuid, context_tokens integer)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.claim_reply(session_id, message_id, context_tokens)
$$;
comment on function public.claim_reply(uuid, uuid, integer) is 'Claims the reply to a candidate''s message. See private.claim_reply.';
revoke execute on function public.claim_reply(uuid, uuid, integer) from public, anon, authenticated;
grant execute on function public.claim_reply(uuid, uuid, integer) to service_role;

-- Stores the reply of an interviewer. See private.complete_reply.
create function public.complete_reply(session_id uuid, token uuid, reply jsonb)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  -- A gateway may pass a JSON object as the text of one.
  select private.complete_reply(session_id, token, case jsonb_typeof(reply) when 'string' then (reply #>> '{}')::jsonb else reply end)
$$;
comment on function public.complete_reply(uuid, uuid, jsonb) is 'Stores the reply of an interviewer. See private.complete_reply.';
revoke execute on function public.complete_reply(uuid, uuid, jsonb) from public, anon, authenticated;
grant execute on function public.complete_reply(uuid, uuid, jsonb) to service_role;

-- Gives a claimed reply back. See private.fail_reply.
create function public.fail_reply(session_id uuid, token uuid)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.fail_reply(session_id, token)
$$;
comment on function public.fail_reply(uuid, uuid) is 'Gives a claimed reply back. See private.fail_reply.';
revoke execute on function public.fail_reply(uuid, uuid) from public, anon, authenticated;
grant execute on function public.fail_reply(uuid, uuid) to service_role;
