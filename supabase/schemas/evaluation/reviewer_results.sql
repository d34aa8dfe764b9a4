-- Returns everything about a session for a member of its organization: answers with the machine's and the person's scores, the session's
-- copies of the keys, the newest late texts (the others are in the table) and the newest events (list_events returns the others).
create function reprise_private.reviewer_results(p_session reprise.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'status', reprise_private.results_status(p_session),
      'candidate', reprise_private.candidate_name(p_session.user_id),
      'counts', reprise_private.grading_counts(p_session.id),
      'result', reprise_private.result_view(p_session.id),
      'answers', coalesce((
        select jsonb_agg(
          jsonb_build_object(
            'position', q.position, 'kind', q.kind, 'prompt', q.prompt, 'options', reprise_private.shown_options(q.kind, q.options), 'points', q.points,
            'time_limit_seconds', q.time_limit_seconds, 'served_at', reprise_private.rfc3339(q.served_at),
            'deadline_at', reprise_private.rfc3339(q.deadline_at), 'closed_at', reprise_private.rfc3339(q.closed_at),
            'answer_id', a.id, 'answer', a.answer, 'source', a.source,
            'received_at', reprise_private.rfc3339(a.received_at), 'sha256', a.sha256,
            'transcription', reprise_private.transcription_view(a.session_id, a.position, a.sha256),
            'key', to_jsonb(k) - '{session_id,position}'::text[],
            'score', reprise_private.counted_score(e), 'max_score', q.points, 'grader', e.grader,
            'provisional', e.provisional and e.overridden_score is null,
            'evaluation', reprise_private.evaluation_view(e), 'history', reprise_private.evaluation_history_view(e.answer_id, 20)
          ) order by q.position
        )
        from reprise.session_questions q
        left join reprise.answers a on a.session_id = q.session_id and a.position = q.position
        left join reprise.session_question_keys k on k.session_id = q.session_id and k.position = q.position
        left join reprise.evaluations e on e.answer_id = a.id
        where q.session_id = p_session.id
      ), '[]'),
      'late_answers', coalesce((
        select jsonb_agg(
          jsonb_build_object(
            'id', k.id, 'position', k.position, 'answer', k.answer, 'reason', k.reason, 'received_at', reprise_private.rfc3339(k.received_at),
            'late_by_seconds', trim_scale(round(extract(epoch from k.late_by), 3)), 'sha256', k.sha256,
            'accepted_at', reprise_private.rfc3339(k.accepted_at), 'uploaded_by', k.uploaded_by,
            'client_submitted_at', reprise_private.rfc3339(k.client_submitted_at),
            'transcription', reprise_private.transcription_view(k.session_id, k.position, k.sha256)
          ) order by k.received_at, k.id
        )
        from (
          select l.* from reprise.late_answers l where l.session_id = p_session.id order by l.received_at desc, l.id desc limit 50
        ) k
      ), '[]'),
      'time_credits', reprise_private.time_ledger_view(p_session.id),
      'late_answers_left_out', (select greatest(count(*) - 50, 0) from reprise.late_answers k where k.session_id = p_session.id)
    ) || reprise_private.reviews_view(p_session) || reprise_private.events_page(p_session.id, null, 100)
  );
end
$$;
comment on function reprise_private.reviewer_results is 'Returns everything about a session, for members of its organization.';
