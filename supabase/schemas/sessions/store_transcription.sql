-- Stores a transcription with the text it came with, if that text is stored: as the answer or as a late text. The transcription of an empty
-- text is stored with the question's answer, whatever it is. The first transcription of a text stays; a practice run has one a question, and
-- each counts as a use of transcription. The caller holds the candidate's lock and has stored or refused the text.
-- Errors: rate_limited, and those of reprise_private.check_room.
create function reprise_private.store_transcription(p_session reprise.interview_sessions, p_position integer, p_text text, p_transcription jsonb)
returns void
language plpgsql set search_path = ''
as $$
begin
  if p_session.mode = 'practice' and exists (
    select from reprise.transcriptions t where t.session_id = p_session.id and t.position = p_position
  ) then
    return;
  end if;
  insert into reprise.transcriptions (session_id, position, sha256, text, duration_seconds)
  select p_session.id, p_position, k.sha256, p_transcription ->> 'text', (p_transcription ->> 'duration_seconds')::numeric
  from (
    select a.sha256 from reprise.answers a
    where a.session_id = p_session.id and a.position = p_position and (a.sha256 = reprise_private.sha256_hex(p_text) or p_text = '')
    union
    select l.sha256 from reprise.late_answers l
    where l.session_id = p_session.id and l.position = p_position and l.sha256 = reprise_private.sha256_hex(p_text)
  ) k
  on conflict do nothing;
  if found then
    if p_session.mode = 'practice' then
      perform reprise_private.take_rate_limit(p_session.user_id, 'transcription');
    end if;
    -- The text is counted already.
    perform reprise_private.check_room(p_session, 0);
  end if;
end
$$;
comment on function reprise_private.store_transcription is 'Stores a transcription with the text it came with.';
