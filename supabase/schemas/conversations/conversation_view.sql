-- Returns the conversation object of a session view: the current state of the conversation, with the notes if the reader may see them.
-- Null for other modes.
create function reprise_private.conversation_view(p_session reprise.interview_sessions, p_reviews boolean)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'topic', c.topic,
      'state', c.state,
      'profile', reprise_private.shown_profile(p_session, p_reviews),
      'last_seq', c.last_seq,
      'messages_left', greatest(t.messages_per_conversation - c.candidate_messages, 0),
      'unanswered', case when (reprise_private.find_reply(p_session.id, m.seq)).seq is null then m.message_id end,
      'reply_status', case when m.seq is null then 'ready' else reprise_private.reply_status(p_session, m.seq) end,
      'draft', c.draft,
      'draft_saved_at', reprise_private.rfc3339(c.draft_at)
    )
    from reprise.conversations c
    cross join reprise_private.settings t
    left join lateral (
      select m.seq, m.message_id from reprise.messages m
      where m.session_id = c.session_id and m.role = 'candidate'
      order by m.seq desc
      limit 1
    ) m on true
    where c.session_id = p_session.id
  );
end
$$;
comment on function reprise_private.conversation_view is 'Returns the conversation object of a session view.';
