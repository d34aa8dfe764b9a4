-- Returns the session view of the API: session, current question, lease (null for a caller who does not hold it), the candidate's answers,
-- and the state of a conversation (null for other modes).
create function private.session_view(p_session public.interview_sessions, p_active public.active_interview_sessions)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return jsonb_build_object(
    'session', private.session_summary(p_session),
    'question', private.question_view(p_session),
    'lease', private.lease_view(p_active),
    'answers', private.answers_view(p_session.id),
    'conversation', case when p_session.mode = 'conversation' then private.conversation_view(p_session) end,
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.session_view(public.interview_sessions, public.active_interview_sessions) is 'The session view of the API.';
revoke execute on function private.session_view(public.interview_sessions, public.active_interview_sessions) from public, anon, authenticated;
