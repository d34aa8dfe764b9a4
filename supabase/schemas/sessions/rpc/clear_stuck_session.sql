-- Releases the caller from a stuck session. See reprise_private.clear_stuck_session.
create function reprise.clear_stuck_session()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.clear_stuck_session();
end
$$;
comment on function reprise.clear_stuck_session is 'Releases the caller from a stuck session. See reprise_private.clear_stuck_session.';
