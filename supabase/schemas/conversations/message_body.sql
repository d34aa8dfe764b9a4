-- Returns the response of POST /message: the candidate's message, its reply if there is one, the state of the conversation, and the
-- notes if the candidate may see them. The HTTP functions set retry_after_seconds if claim_reply refuses.
create function reprise_private.message_body(
  p_session reprise.interview_sessions, p_active reprise.active_interview_sessions, p_message reprise.messages
)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'session', reprise_private.session_summary(p_session),
      'lease', reprise_private.lease_view(p_active),
      'message', reprise_private.message_view(p_message),
      'reply', reprise_private.message_view(reprise_private.find_reply(p_session.id, p_message.seq)),
      'reply_status', reprise_private.reply_status(p_session, p_message.seq),
      'state', c.state,
      'profile', reprise_private.shown_profile(p_session, false),
      'last_seq', c.last_seq,
      'retry_after_seconds', null,
      'server_time', reprise_private.rfc3339(clock_timestamp())
    )
    from reprise.conversations c
    where c.session_id = p_session.id
  );
end
$$;
comment on function reprise_private.message_body is 'Returns the response of POST /message.';
