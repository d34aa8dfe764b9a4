-- Stores a summary. See reprise_private.complete_summary.
create function reprise.complete_summary(session_id uuid, token uuid, result jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.complete_summary(session_id, token, case jsonb_typeof(result) when 'string' then (result #>> '{}')::jsonb else result end);
end
$$;
comment on function reprise.complete_summary is 'Stores a summary. See reprise_private.complete_summary.';
