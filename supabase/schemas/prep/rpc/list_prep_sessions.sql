-- Returns a page of the caller's prep sessions. See reprise_private.list_prep_sessions.
create function reprise.list_prep_sessions(cursor text default null, page_size integer default 20)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_prep_sessions(cursor, page_size);
end
$$;
comment on function reprise.list_prep_sessions is 'Returns a page of the caller''s prep sessions. See reprise_private.list_prep_sessions.';
