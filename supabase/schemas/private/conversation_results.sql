-- Returns the conversation in a session's results: its size and outcome, and for reviewers also the interviewer's instructions and the late
-- messages. list_messages pages the messages themselves.
create function private.conversation_results(p_session public.interview_sessions, p_reviews boolean)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'topic', c.topic, 'state', c.state, 'profile', c.profile, 'messages', c.last_seq, 'candidate_messages', c.candidate_messages
    ) || case when not p_reviews then '{}' else jsonb_build_object(
      'instructions', (select i.instructions from public.conversation_instructions i where i.session_id = c.session_id),
      'late_messages', coalesce((
        select jsonb_agg(
          jsonb_build_object(
            'id', k.id, 'message_id', k.message_id, 'content', k.content, 'reason', k.reason, 'sha256', k.sha256,
            'received_at', private.rfc3339(k.received_at)
          ) order by k.received_at, k.id
        )
        from public.late_messages k where k.session_id = c.session_id
      ), '[]')
    ) end
    from public.conversations c
    where c.session_id = p_session.id
  );
end
$$;
comment on function private.conversation_results(public.interview_sessions, boolean) is 'The conversation in a session''s results.';
revoke execute on function private.conversation_results(public.interview_sessions, boolean) from public, anon, authenticated;
