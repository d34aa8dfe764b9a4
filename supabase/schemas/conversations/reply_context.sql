-- Returns what an interviewer needs: the interview's title (null without an interview: then the candidate chose the topic), instructions,
-- agenda, notes so far, and the latest turns that fit into p_tokens, always including p_seq. A token is counted as three bytes, which
-- exceeds what tokenizers count for prose. Each reply follows the message it replies to and precedes messages it has not seen.
create function reprise_private.reply_context(p_session reprise.interview_sessions, p_seq integer, p_tokens integer)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    with turns as (
      select m.seq, m.place, m.role, m.content,
        sum(octet_length(m.content) / 3 + 8) over (order by m.place desc, m.seq desc) as tokens
      from (
        select m.seq, coalesce(m.replies_to_seq, m.seq) as place, m.role, m.content from reprise.messages m
        where m.session_id = p_session.id
        order by m.seq desc
        limit 200
      ) m
    )
    select jsonb_build_object(
      'title', case when p_session.interview_id is not null then p_session.title end,
      'topic', c.topic,
      'instructions', i.instructions,
      'agenda', coalesce(i.agenda, '{}'),
      'state', c.state,
      'profile', coalesce(n.profile, '{}'),
      'candidate_messages', c.candidate_messages,
      'messages_left', greatest(t.messages_per_conversation - c.candidate_messages, 0),
      'scripted_replies', (
        select count(*) from reprise.messages m
        where m.session_id = c.session_id and m.source = 'script' and m.replies_to_seq is not null
      ),
      'turns', (
        select jsonb_agg(jsonb_build_object('role', n.role, 'content', n.content) order by n.place, n.seq)
        from turns n where n.tokens <= p_tokens or n.seq = p_seq
      )
    )
    from reprise.conversations c
    cross join reprise_private.settings t
    left join reprise.conversation_instructions i on i.session_id = c.session_id
    left join reprise.conversation_profiles n on n.session_id = c.session_id
    where c.session_id = p_session.id
  );
end
$$;
comment on function reprise_private.reply_context is 'Returns what an interviewer needs to write a reply.';
