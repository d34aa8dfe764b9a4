-- Returns the session view of the API: session, current question or break, lease (null for a caller who does not hold it), the candidate's answers,
-- and the state of a conversation (null for other modes).
create function reprise_private.session_view(p_session reprise.interview_sessions, p_active reprise.active_interview_sessions)
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
    'answers', reprise_private.answers_view(p_session.id),
    'conversation', case when p_session.mode = 'conversation' then reprise_private.conversation_view(p_session, false) end,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.session_view is 'Returns the session view of the API.';
