-- Claims the reply to a candidate's message. See reprise_private.claim_reply.
create function reprise.claim_reply(session_id uuid, message_id uuid, context_tokens integer)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.claim_reply(session_id, message_id, context_tokens);
end
$$;
comment on function reprise.claim_reply is 'Claims the reply to a candidate''s message. See reprise_private.claim_reply.';
