-- Returns a session in the export of its candidate: the session, its result as far as the interview shows it, without the texts (they are
-- in the section questions), and the state of a conversation. The interviewer's notes (profile) follow the interview's rule on results.
create function reprise_private.account_session_item(p_session reprise.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_result jsonb := reprise_private.candidate_results(p_session);
begin
  return reprise_private.session_summary(p_session) || jsonb_build_object(
    'organization_id', p_session.organization_id, 'closed_at', reprise_private.rfc3339(p_session.closed_at),
    'grace_seconds', p_session.grace_seconds, 'start_over_allowed', p_session.start_over_allowed,
    'break_seconds', p_session.break_seconds, 'break_until', reprise_private.rfc3339(p_session.break_until),
    'lease_number', p_session.lease_number, 'lease_client_id', p_session.lease_client_id,
    'active', (
      select jsonb_build_object('status', a.status, 'client_id', a.client_id, 'updated_at', reprise_private.rfc3339(a.updated_at),
        'recent_writes', (select jsonb_agg(reprise_private.rfc3339(w) order by w) from unnest(a.recent_writes) w))
      from reprise.active_interview_sessions a where a.session_id = p_session.id
    ),
    'result', jsonb_set(v_result, '{answers}', coalesce((
      select jsonb_agg(a - '{kind,prompt,options,answer,source,transcription}'::text[]) from jsonb_array_elements(v_result -> 'answers') a
    ), '[]')),
    'conversation', (
      select jsonb_build_object('topic', c.topic, 'state', c.state, 'draft', c.draft, 'draft_saved_at', reprise_private.rfc3339(c.draft_at))
        || jsonb_strip_nulls(jsonb_build_object('assessment', reprise_private.conversation_results(p_session, false) -> 'assessment'))
        || jsonb_strip_nulls(jsonb_build_object('profile', reprise_private.shown_profile(p_session, false)))
      from reprise.conversations c where c.session_id = p_session.id
    )
  );
end
$$;
comment on function reprise_private.account_session_item is 'Returns a session in the export of its candidate.';
