-- Stores the interviewer's reply. See reprise_private.complete_reply.
create function reprise.complete_reply(session_id uuid, token uuid, reply jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.complete_reply(session_id, token, case jsonb_typeof(reply) when 'string' then (reply #>> '{}')::jsonb else reply end);
end
$$;
comment on function reprise.complete_reply is 'Stores the interviewer''s reply. See reprise_private.complete_reply.';
