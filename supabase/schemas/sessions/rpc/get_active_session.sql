-- Returns the session the caller could resume. See reprise_private.get_active_session.
create function reprise.get_active_session(client_id uuid default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_active_session(client_id);
end
$$;
comment on function reprise.get_active_session is 'Returns the session the caller could resume. See reprise_private.get_active_session.';
