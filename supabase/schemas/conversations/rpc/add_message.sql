-- Stores a candidate's message. See reprise_private.add_message.
create function reprise.add_message(session_id uuid, lease integer, message_id uuid, content text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.add_message(session_id, lease, message_id, content);
end
$$;
comment on function reprise.add_message is 'Stores a candidate''s message. See reprise_private.add_message.';
