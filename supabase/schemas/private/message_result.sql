-- Returns the response of POST /message: the candidate's message, its reply if there is one, and the state of the conversation. The HTTP
-- functions set retry_after_seconds if claim_reply refuses.
create function private.message_result(
  p_session public.interview_sessions, p_active public.active_interview_sessions, p_message public.messages
)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'session', private.session_summary(p_session),
      'lease', private.lease_view(p_active),
      'message', private.message_view(p_message),
      'reply', private.message_view(private.reply_to(p_session.id, p_message.seq)),
      'reply_status', private.reply_status(p_session, p_message.seq),
      'state', c.state,
      'profile', c.profile,
      'last_seq', c.last_seq,
      'retry_after_seconds', null,
      'server_time', private.rfc3339(clock_timestamp())
    )
    from public.conversations c
    where c.session_id = p_session.id
  );
end
$$;
comment on function private.message_result(public.interview_sessions, public.active_interview_sessions, public.messages) is
  'What POST /message answers.';
revoke execute on function private.message_result(
  public.interview_sessions, public.active_interview_sessions, public.messages
) from public, anon, authenticated;
