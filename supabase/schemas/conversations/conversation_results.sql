-- Returns the conversation in a session's results: its size and outcome, the assessment and the notes as far as the reader may see them, and for reviewers also
-- the interviewer's instructions and agenda and the late messages. list_messages pages the messages themselves.
create function reprise_private.conversation_results(p_session reprise.interview_sessions, p_reviews boolean)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'topic', c.topic, 'state', c.state, 'profile', reprise_private.shown_profile(p_session, p_reviews),
      'messages', c.last_seq, 'candidate_messages', c.candidate_messages,
      'assessment', reprise_private.assessment_view(
        p_session, p_reviews,
        reprise_private.shows_results(p_session) and reprise_private.results_status(p_session) in ('ready', 'failed')
      )
    ) || case when not p_reviews then '{}' else jsonb_build_object(
      'instructions', i.instructions,
      'agenda', coalesce(i.agenda, '{}'),
      'late_messages', coalesce((
        select jsonb_agg(
          jsonb_build_object(
            'id', k.id, 'message_id', k.message_id, 'content', k.content, 'reason', k.reason, 'sha256', k.sha256,
            'received_at', reprise_private.rfc3339(k.received_at)
          ) order by k.received_at, k.id
        )
        from reprise.late_messages k where k.session_id = c.session_id
      ), '[]')
    ) end
    from reprise.conversations c
    left join reprise.conversation_instructions i on i.session_id = c.session_id
    where c.session_id = p_session.id
  );
end
$$;
comment on function reprise_private.conversation_results is 'Returns the conversation in a session''s results.';
