-- Stores a candidate's message. Called by the candidate. Locks the candidate.
-- The order of the checks: a repeat of a stored message (returns that message, at any later time and under any lease), the lease, whether
-- the session is open, the limits. A refused message is stored as a late message. complete_reply stores the reply. No event is written: the
-- message is its own record.
-- Errors: session_not_found, payload_too_large, invalid_request, limit_reached, rate_limited.
-- Committed refusals: message_id_taken, lease_lost, session_closed.
create function private.add_message(p_session_id uuid, p_lease integer, p_message_id uuid, p_content text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.interview_sessions;
  v_active public.active_interview_sessions;
  v_message public.messages;
  v_limit integer := (select t.messages_per_conversation from private.settings t);
begin
  perform private.check_message(p_lease, p_message_id, p_content);
  v_session := private.own_session(p_session_id, v_user_id);
  if v_session.mode <> 'conversation' then
    perform private.refuse(404, 'session_not_found', 'There is no such conversation.');
  end if;
  select * into v_message from public.messages m where m.message_id = p_message_id;
  if v_message.session_id = v_session.id and v_message.role = 'candidate' and v_message.content = p_content then
    if v_session.status = 'in_progress' then
      v_active := private.hold_lease(v_session, p_lease);
      v_session := private.settle_session(v_session);
    end if;
    return private.message_result(v_session, v_active, v_message) || '{"replayed": true}';
  elsif found then
    return private.told_if_kept(
      private.problem(409, 'message_id_taken', 'This message_id is in use. Mint a new one.'),
      private.keep_message(v_session, p_message_id, p_content, 'message_id_taken', p_lease)
    );
  end if;

  if v_session.status = 'in_progress' then
    v_active := private.hold_lease(v_session, p_lease);
    if v_active.user_id is null then
      return private.told_if_kept(
        private.lease_lost(v_session, null, null, p_lease),
        private.keep_message(v_session, p_message_id, p_content, 'lease_lost', p_lease)
      );
    end if;
    v_session := private.settle_session(v_session);
  end if;
  if v_session.status <> 'in_progress' then
    return private.told_if_kept(
      private.session_closed(v_session, null, null, p_lease),
      private.keep_message(v_session, p_message_id, p_content, 'session_closed', p_lease)
    );
  elsif v_limit <= (select c.candidate_messages from public.conversations c where c.session_id = v_session.id) then
    perform private.refuse(
      409, 'limit_reached', format('You have sent the %s messages that a conversation holds. Finish it, or begin another one.', v_limit),
      jsonb_build_object('limit', v_limit)
    );
  end if;
  perform private.take_rate_limit(v_user_id, 'message');
  v_message := private.append_message(v_session.id, jsonb_build_object(
    'role', 'candidate', 'source', 'candidate', 'message_id', p_message_id, 'content', p_content
  ));
  update public.conversations c set draft = null, draft_at = null where c.session_id = v_session.id and c.draft is not null;
  return private.message_result(v_session, v_active, v_message) || '{"replayed": false}';
end
$$;
comment on function private.add_message(uuid, integer, uuid, text) is 'Stores what a candidate says in a conversation.';
revoke execute on function private.add_message(uuid, integer, uuid, text) from public, anon;
grant execute on function private.add_message(uuid, integer, uuid, text) to authenticated;
