-- Returns the result of a session. See reprise_private.get_results.
create function reprise.get_results(session_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_results(session_id);
end
$$;
comment on function reprise.get_results is 'Returns the result of a session. See reprise_private.get_results.';
