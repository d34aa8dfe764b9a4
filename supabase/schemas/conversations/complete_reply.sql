-- Stores a reply, with the current token only: a process whose claim is no longer current changes nothing and gets `accepted` false. Called
-- by the service role. Locks the candidate. The state only moves forward, whatever the reply says; done completes the session.
-- Writes one event if the state changes. A session that has ended accepts no reply. Errors: session_not_found, invalid_request.
create function reprise_private.complete_reply(p_session_id uuid, p_token uuid, p_reply jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_states text[] := array['greeting', 'exploring', 'closing', 'done'];
  v_session reprise.interview_sessions;
  v_conversation reprise.conversations;
  v_up_to_seq integer;
  v_reply reprise.messages;
  v_state text;
begin
  v_session := reprise_private.settle_session(reprise_private.lock_session(p_session_id));
  delete from reprise_private.reply_claims c where c.session_id = v_session.id and c.token = p_token returning c.up_to_seq into v_up_to_seq;
  if not found or v_session.status <> 'in_progress' then
    return '{"accepted": false}';
  end if;
  select * into v_conversation from reprise.conversations c where c.session_id = v_session.id;
  v_state := v_states[greatest(
    array_position(v_states, v_conversation.state), coalesce(array_position(v_states, p_reply ->> 'state'), 1)
  )];
  -- Only a fault of the reply itself is its sender's.
  begin
    v_reply := reprise_private.append_message(
      v_session.id, p_reply || jsonb_build_object('role', 'interviewer', 'replies_to_seq', v_up_to_seq, 'message_id', null)
    );
    update reprise.conversations c set state = v_state where c.session_id = v_session.id;
    insert into reprise.conversation_profiles as n (session_id, profile)
    select v_session.id, p_reply -> 'profile' where jsonb_typeof(p_reply -> 'profile') <> 'null'
    on conflict (session_id) do update set profile = excluded.profile;
  exception
    when check_violation or not_null_violation or numeric_value_out_of_range or invalid_text_representation then
      perform reprise_private.invalid_request('reply', 'is out of bounds');
  end;
  if v_state <> v_conversation.state then
    perform reprise_private.record_event(v_session.id, null, 'conversation_moved', jsonb_build_object(
      'from', v_conversation.state, 'to', v_state, 'seq', v_reply.seq
    ));
  end if;
  if v_state = 'done' then
    v_session := reprise_private.close_session(v_session, 'completed', 'concluded', now(), null);
  end if;
  return jsonb_build_object('accepted', true, 'result', reprise_private.message_body(
    v_session, (select a from reprise.active_interview_sessions a where a.session_id = v_session.id),
    (select m from reprise.messages m where m.session_id = v_session.id and m.seq = v_up_to_seq)
  ));
end
$$;
comment on function reprise_private.complete_reply is 'Stores the interviewer''s reply.';
