-- Returns a page of the caller's sessions. See reprise_private.list_sessions.
create function reprise.list_sessions(
  cursor text default null, page_size integer default 20, status text default null, mode text default null,
  interview_type text default null, domain text default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_sessions(cursor, page_size, status, mode, interview_type, domain);
end
$$;
comment on function reprise.list_sessions is 'Returns a page of the caller''s sessions. See reprise_private.list_sessions.';
