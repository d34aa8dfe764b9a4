-- Returns one prep session of the caller. See reprise_private.get_prep_session.
create function reprise.get_prep_session(prep_session_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_prep_session(prep_session_id);
end
$$;
comment on function reprise.get_prep_session is 'Returns one prep session of the caller. See reprise_private.get_prep_session.';
