-- Returns the conversation object of a session view: the current state of the conversation. Null for other modes.
create function private.conversation_view(p_session public.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'topic', c.topic,
      'state', c.state,
      'profile', c.profile,
      'last_seq', c.last_seq,
      'messages_left', greatest(t.messages_per_conversation - c.candidate_messages, 0),
      'unanswered', case when (private.reply_to(p_session.id, m.seq)).seq is null then m.message_id end,
      'reply_status', case when m.seq is null then 'ready' else private.reply_status(p_session, m.seq) end,
      'draft', c.draft,
      'draft_saved_at', private.rfc3339(c.draft_at)
    )
    from public.conversations c
    cross join private.settings t
    left join lateral (
      select m.seq, m.message_id from public.messages m
      where m.session_id = c.session_id and m.role = 'candidate'
      order by m.seq desc
      limit 1
    ) m on true
    where c.session_id = p_session.id
  );
end
$$;
comment on function private.conversation_view(public.interview_sessions) is 'The conversation object of a session view.';
revoke execute on function private.conversation_view(public.interview_sessions) from public, anon, authenticated;
