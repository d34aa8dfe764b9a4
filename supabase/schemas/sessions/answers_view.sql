-- Returns the candidate's own answers for the session view: texts and receipts, no scores. Few answers are
-- spoken, so transcription_view is called only for answers that have a transcription.
create function reprise_private.answers_view(p_session_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(
      jsonb_build_object(
        'position', a.position, 'answer', a.answer, 'source', a.source,
        'receipt', reprise_private.receipt(a.id),
        'transcription', case when t.sha256 is not null then reprise_private.transcription_view(a.session_id, a.position, a.sha256) end
      ) order by a.position
    ), '[]')
    from reprise.answers a
    left join reprise.transcriptions t on t.session_id = a.session_id and t.position = a.position and t.sha256 = a.sha256
    where a.session_id = p_session_id
  );
end
$$;
comment on function reprise_private.answers_view is 'Returns the candidate''s own answers for the session view.';
