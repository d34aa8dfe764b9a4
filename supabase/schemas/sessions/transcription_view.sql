-- Returns the transcription object of the API for a stored text; null if it has none.
create function reprise_private.transcription_view(p_session_id uuid, p_position integer, p_sha256 text)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'text', t.text, 'duration_seconds', trim_scale(t.duration_seconds), 'received_at', reprise_private.rfc3339(t.received_at)
    )
    from reprise.transcriptions t
    where t.session_id = p_session_id and t.position = p_position and t.sha256 = p_sha256
  );
end
$$;
comment on function reprise_private.transcription_view is 'Returns the transcription object of the API.';
