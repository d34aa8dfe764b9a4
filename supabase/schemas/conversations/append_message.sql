-- Appends a message to a transcript. Nothing else numbers messages. Taking the number locks the conversation's row: two writers get two
-- numbers, and a writer that fails leaves no gap. A candidate's message_id is unused in its conversation: the caller has looked, under the
-- candidate's lock.
create function reprise_private.append_message(p_session_id uuid, p_message jsonb)
returns reprise.messages
language plpgsql set search_path = ''
as $$
declare
  v_seq integer;
  v_message reprise.messages;
begin
  update reprise.conversations c
  set last_seq = c.last_seq + 1,
    candidate_messages = c.candidate_messages + (p_message ->> 'role' = 'candidate')::integer
  where c.session_id = p_session_id
  returning c.last_seq into v_seq;
  insert into reprise.messages (
    session_id, seq, message_id, role, content, source, replies_to_seq, sha256, model, prompt_version, input_tokens, output_tokens, latency_ms
  )
  values (
    p_session_id, v_seq, coalesce((p_message ->> 'message_id')::uuid, gen_random_uuid()), p_message ->> 'role', p_message ->> 'content',
    p_message ->> 'source', (p_message ->> 'replies_to_seq')::integer, reprise_private.sha256_hex(p_message ->> 'content'),
    p_message ->> 'model', p_message ->> 'prompt_version', (p_message ->> 'input_tokens')::integer,
    (p_message ->> 'output_tokens')::integer, (p_message ->> 'latency_ms')::integer
  )
  returning * into v_message;
  return v_message;
end
$$;
comment on function reprise_private.append_message is 'Appends a message to a transcript.';
