-- Claims the reply to a candidate's message. See private.claim_reply.
create function public.claim_reply(session_id uuid, message_id uuid, context_tokens integer)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.claim_reply(session_id, message_id, context_tokens);
end
$$;
comment on function public.claim_reply(uuid, uuid, integer) is 'Claims the reply to a candidate''s message. See private.claim_reply.';
revoke execute on function public.claim_reply(uuid, uuid, integer) from public, anon, authenticated;
grant execute on function public.claim_reply(uuid, uuid, integer) to service_role;
