-- Starts a timed interview, a practice run or a conversation. See reprise_private.start_session.
create function reprise.start_session(
  client_id uuid, interview_id uuid default null, session_id uuid default null, start_over boolean default false,
  practice jsonb default null, conversation jsonb default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.start_session(
    session_id, client_id, interview_id, start_over,
    nullif(case jsonb_typeof(practice) when 'string' then (practice #>> '{}')::jsonb else practice end, 'null'),
    nullif(case jsonb_typeof(conversation) when 'string' then (conversation #>> '{}')::jsonb else conversation end, 'null')
  );
end
$$;
comment on function reprise.start_session is 'Starts a timed interview, a practice run or a conversation. See reprise_private.start_session.';
