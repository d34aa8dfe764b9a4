-- Stores a candidate's message. See private.add_message.
create function public.add_message(session_id uuid, lease integer, message_id uuid, content text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.add_message(session_id, lease, message_id, content);
end
$$;
comment on function public.add_message(uuid, integer, uuid, text) is 'Stores what a candidate says. See private.add_message.';
revoke execute on function public.add_message(uuid, integer, uuid, text) from public, anon, authenticated;
grant execute on function public.add_message(uuid, integer, uuid, text) to authenticated;
