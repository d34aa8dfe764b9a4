-- Returns the message object of the API; null for a null row. Leaves out the model, prompt version and token counts. They are not secret:
-- anyone who may read the message, including its candidate, can read them in the table.
create function reprise_private.message_view(p_message reprise.messages)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'seq', p_message.seq,
      'message_id', p_message.message_id,
      'role', p_message.role,
      'content', p_message.content,
      'source', p_message.source,
      'replies_to_seq', p_message.replies_to_seq,
      'sha256', p_message.sha256,
      'created_at', reprise_private.rfc3339(p_message.created_at)
    )
    where p_message.seq is not null
  );
end
$$;
comment on function reprise_private.message_view is 'Returns the message object of the API.';
