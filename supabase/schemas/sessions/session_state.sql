-- Returns what a submit says of its session, and what the session view begins with: session, current question or break, lease (null for a caller who
-- does not hold it), the state of a conversation (null for other modes), and the time. Its size does not depend on what was answered.
create function reprise_private.session_state(p_session reprise.interview_sessions, p_active reprise.active_interview_sessions)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return jsonb_build_object(
    'session', reprise_private.session_summary(p_session),
    'question', reprise_private.question_view(p_session),
    'break', reprise_private.break_view(p_session),
    'break_seconds_left', reprise_private.break_seconds_left(p_session),
    'lease', reprise_private.lease_view(p_active),
    'conversation', case when p_session.mode = 'conversation' then reprise_private.conversation_view(p_session, false) end,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.session_state is 'Returns the session view of the API without the answers.';
