-- Refuses a transcription that is not {"text", "duration_seconds"} within its bounds. Null means that there is none.
-- Errors: invalid_request, payload_too_large.
create function reprise_private.check_transcription(p_transcription jsonb)
returns void
language plpgsql set search_path = ''
as $$
begin
  if p_transcription is null then
    return;
  elsif jsonb_typeof(p_transcription) <> 'object' or p_transcription - '{text,duration_seconds}'::text[] <> '{}' then
    perform reprise_private.invalid_request('transcription', 'must be an object with text and duration_seconds');
  elsif coalesce(jsonb_typeof(p_transcription -> 'text'), '') <> 'string' then
    perform reprise_private.invalid_request('transcription', 'needs a text');
  elsif coalesce(jsonb_typeof(p_transcription -> 'duration_seconds'), '') <> 'number'
    or not (p_transcription ->> 'duration_seconds')::numeric between 0.001 and 86400
  then
    perform reprise_private.invalid_request('transcription', 'needs a duration_seconds of 0.001 to 86400');
  end if;
  perform reprise_private.check_text(p_transcription ->> 'text');
end
$$;
comment on function reprise_private.check_transcription is 'Validates a transcription.';
