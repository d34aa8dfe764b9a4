-- Refuses arguments of a message that are invalid in every state. Errors: invalid_request, payload_too_large.
create function reprise_private.check_message(p_lease integer, p_message_id uuid, p_content text)
returns void
language plpgsql set search_path = ''
as $$
begin
  if p_message_id is null then
    perform reprise_private.invalid_request('message_id', 'is required');
  elsif p_lease is null then
    perform reprise_private.invalid_request('lease', 'is required');
  elsif reprise_private.is_blank(p_content) then
    perform reprise_private.invalid_request('content', 'must not be empty');
  elsif char_length(p_content) > 20000 then
    perform reprise_private.refuse_and_roll_back(413, 'payload_too_large', '{"reason": "message"}');
  end if;
end
$$;
comment on function reprise_private.check_message is 'Validates the arguments of a message.';
