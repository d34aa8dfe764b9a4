-- Stores a reply, with the current token only: a process whose claim is no longer current changes nothing and gets `accepted` false. Called
-- by the service role. Locks the candidate. The state only moves forward, whatever the reply says; done completes the session.
-- Writes one event if the state changes. A session that has ended accepts no reply. Errors: session_not_found, invalid_request.
create function private.complete_reply(p_session_id uuid, p_token uuid, p_reply jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_states text[] := array['greeting', 'exploring', 'closing', 'done'];
  v_session public.interview_sessions := private.settle_session(private.locked_session(p_session_id));
  v_conversation public.conversations;
  v_up_to_seq integer;
  v_reply public.messages;
  v_state text;
begin
  delete from private.reply_claims c where c.session_id = v_session.id and c.token = p_token returning c.up_to_seq into v_up_to_seq;
  if not found or v_session.status <> 'in_progress' then
    return '{"accepted": false}';
  end if;
  v_reply := private.append_message(
    v_session.id, p_reply || jsonb_build_object('role', 'interviewer', 'replies_to_seq', v_up_to_seq, 'message_id', null)
  );
  select * into v_conversation from public.conversations c where c.session_id = v_session.id;
  v_state := v_states[greatest(
    array_position(v_states, v_conversation.state), coalesce(array_position(v_states, p_reply ->> 'state'), 1)
  )];
  update public.conversations c
  set state = v_state, profile = coalesce(nullif(p_reply -> 'profile', 'null'), c.profile)
  where c.session_id = v_session.id;
  if v_state <> v_conversation.state then
    perform private.record_event(v_session.id, null, 'conversation_moved', jsonb_build_object(
      'from', v_conversation.state, 'to', v_state, 'seq', v_reply.seq
    ));
  end if;
  if v_state = 'done' then
    v_session := private.close_session(v_session, 'completed', 'concluded', now(), null);
  end if;
  return jsonb_build_object('accepted', true, 'result', private.message_result(
    v_session, (select a from public.active_interview_sessions a where a.session_id = v_session.id),
    (select m from public.messages m where m.session_id = v_session.id and m.seq = v_up_to_seq)
  ));
exception
  when check_violation or not_null_violation or numeric_value_out_of_range or invalid_text_representation then
    perform private.invalid_request('reply', 'is out of bounds');
end
$$;
comment on function private.complete_reply(uuid, uuid, jsonb) is 'Stores the reply of an interviewer.';
revoke execute on function private.complete_reply(uuid, uuid, jsonb) from public, anon, authenticated;
grant execute on function private.complete_reply(uuid, uuid, jsonb) to service_role;
