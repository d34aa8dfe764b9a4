-- Submits an answer to the current question. See reprise_private.submit_answer.
create function reprise.submit_answer(
  session_id uuid, question_position integer, answer text, lease integer,
  client_submitted_at timestamptz default null, time_expired boolean default false, transcription jsonb default null,
  serve_next boolean default true
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '500ms'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.submit_answer(
    session_id, question_position, answer, lease, client_submitted_at, time_expired,
    nullif(case jsonb_typeof(transcription) when 'string' then (transcription #>> '{}')::jsonb else transcription end, 'null'),
    coalesce(serve_next, true)
  );
end
$$;
comment on function reprise.submit_answer is 'Submits an answer to the current question. See reprise_private.submit_answer.';
