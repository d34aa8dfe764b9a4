-- Returns what the record of a session states, unsigned. See reprise_private.get_record.
create function reprise.get_record(session_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_record(session_id);
end
$$;
comment on function reprise.get_record is 'Returns what the record of a session states, unsigned. See reprise_private.get_record.';
