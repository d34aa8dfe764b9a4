-- Stores a candidate's message. Called by the candidate. Locks the candidate.
-- The order of the checks: a repeat of a stored message (returns that message, at any later time and under any lease), the lease, whether
-- the session is open, the limits. A refused message is stored as a late message. complete_reply stores the reply. No event is written: the
-- message is its own record.
-- Errors: session_not_found, payload_too_large, invalid_request, limit_reached, rate_limited.
-- Committed refusals: message_id_taken, lease_lost, session_closed.
create function reprise_private.add_message(p_session_id uuid, p_lease integer, p_message_id uuid, p_content text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
  v_active reprise.active_interview_sessions;
  v_message reprise.messages;
  v_limit integer := (select t.messages_per_conversation from reprise_private.settings t);
begin
  perform reprise_private.check_message(p_lease, p_message_id, p_content);
  v_session := reprise_private.lock_own_session(p_session_id, v_user_id);
  if v_session.mode <> 'conversation' then
    perform reprise_private.refuse_and_roll_back(404, 'session_not_found');
  end if;
  select * into v_message from reprise.messages m where m.session_id = v_session.id and m.message_id = p_message_id;
  if v_message.role = 'candidate' and v_message.content = p_content then
    if v_session.status = 'in_progress' then
      v_active := reprise_private.renew_lease(v_session, p_lease);
      v_session := reprise_private.settle_session(v_session);
    end if;
    return reprise_private.message_body(v_session, v_active, v_message) || '{"replayed": true}';
  elsif found then
    return reprise_private.with_kept_flag(
      reprise_private.refuse_and_commit(409, 'message_id_taken'),
      reprise_private.store_late_message(v_session, p_message_id, p_content, 'message_id_taken', p_lease)
    );
  end if;

  if v_session.status = 'in_progress' then
    v_active := reprise_private.renew_lease(v_session, p_lease);
    if v_active.user_id is null then
      return reprise_private.with_kept_flag(
        reprise_private.store_text_and_refuse_lease_lost(v_session, null, null, p_lease),
        reprise_private.store_late_message(v_session, p_message_id, p_content, 'lease_lost', p_lease)
      );
    end if;
    v_session := reprise_private.settle_session(v_session);
  end if;
  if v_session.status <> 'in_progress' then
    return reprise_private.with_kept_flag(
      reprise_private.store_text_and_refuse_closed(v_session, null, null, p_lease),
      reprise_private.store_late_message(v_session, p_message_id, p_content, 'session_closed', p_lease)
    );
  elsif v_limit <= (select c.candidate_messages from reprise.conversations c where c.session_id = v_session.id) then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', jsonb_build_object('reason', 'messages', 'limit', v_limit));
  end if;
  perform reprise_private.take_rate_limit(v_user_id, 'message');
  perform reprise_private.check_room(v_session, octet_length(p_content));
  v_message := reprise_private.append_message(v_session.id, jsonb_build_object(
    'role', 'candidate', 'source', 'candidate', 'message_id', p_message_id, 'content', p_content
  ));
  update reprise.conversations c set draft = null, draft_at = null where c.session_id = v_session.id and c.draft is not null;
  return reprise_private.message_body(v_session, v_active, v_message) || '{"replayed": false}';
end
$$;
comment on function reprise_private.add_message is 'Stores a candidate''s message.';
