-- Ends a session early. See reprise_private.finish_session.
create function reprise.finish_session(session_id uuid, lease integer, outcome text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.finish_session(session_id, lease, outcome);
end
$$;
comment on function reprise.finish_session is 'Ends a session early. See reprise_private.finish_session.';
