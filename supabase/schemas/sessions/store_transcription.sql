-- Stores a transcription with the text it came with, if that text is stored: as the answer or as a late text. The transcription of an empty
-- text is stored with the question's answer, whatever it is. The first transcription stays. The caller holds the candidate's lock and has
-- stored or refused the text.
create function reprise_private.store_transcription(p_session_id uuid, p_position integer, p_text text, p_transcription jsonb)
returns void
language plpgsql set search_path = ''
as $$
begin
  insert into reprise.transcriptions (session_id, position, sha256, text, duration_seconds)
  select p_session_id, p_position, k.sha256, p_transcription ->> 'text', (p_transcription ->> 'duration_seconds')::numeric
  from (
    select a.sha256 from reprise.answers a
    where a.session_id = p_session_id and a.position = p_position and (a.sha256 = reprise_private.sha256_hex(p_text) or p_text = '')
    union
    select l.sha256 from reprise.late_answers l
    where l.session_id = p_session_id and l.position = p_position and l.sha256 = reprise_private.sha256_hex(p_text)
  ) k
  on conflict do nothing;
end
$$;
comment on function reprise_private.store_transcription is 'Stores a transcription with the text it came with.';
