-- Returns a served question in the export of its candidate: the question, draft, answer with receipt, late texts with receipts, and
-- transcriptions. No key and no score. Its size is bounded by the setting late_texts_per_question.
create function reprise_private.account_question_item(p_question reprise.session_questions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'session_id', p_question.session_id, 'position', p_question.position, 'question_id', p_question.question_id,
    'kind', p_question.kind, 'prompt', p_question.prompt,
    'options', reprise_private.shown_options(p_question.kind, p_question.options), 'points', p_question.points,
    'time_limit_seconds', p_question.time_limit_seconds, 'min_seconds', p_question.min_seconds,
    'served_at', reprise_private.rfc3339(p_question.served_at), 'deadline_at', reprise_private.rfc3339(p_question.deadline_at),
    'closed_at', reprise_private.rfc3339(p_question.closed_at),
    'time_credits', reprise_private.time_credits_view(p_question), 'draft', p_question.draft, 'draft_saved_at', reprise_private.rfc3339(p_question.draft_at),
    'answer', (
      select jsonb_build_object(
        'answer', a.answer, 'source', a.source, 'receipt', reprise_private.receipt(a.id)
      )
      from reprise.answers a where a.session_id = p_question.session_id and a.position = p_question.position
    ),
    'late_texts', coalesce((
      select jsonb_agg(jsonb_build_object(
        'answer', k.answer, 'reason', k.reason, 'lease_number', k.lease_number, 'accepted_at', reprise_private.rfc3339(k.accepted_at),
        'received_at', reprise_private.rfc3339(k.received_at), 'client_submitted_at', reprise_private.rfc3339(k.client_submitted_at),
        'receipt', reprise_private.receipt(k.id)
      ) order by k.received_at, k.id)
      from reprise.late_answers k where k.session_id = p_question.session_id and k.position = p_question.position
    ), '[]'),
    'transcriptions', coalesce((
      select jsonb_agg(
        reprise_private.transcription_view(t.session_id, t.position, t.sha256) || jsonb_build_object('sha256', t.sha256)
        order by t.received_at, t.sha256
      )
      from reprise.transcriptions t where t.session_id = p_question.session_id and t.position = p_question.position
    ), '[]')
  );
end
$$;
comment on function reprise_private.account_question_item is 'Returns a served question in the export of its candidate.';
