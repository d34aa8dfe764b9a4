-- Returns one page of a session's audit trail, for reviewers. See reprise_private.list_events.
create function reprise.list_events(session_id uuid, before bigint default null, page_size integer default 100)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_events(session_id, before, page_size);
end
$$;
comment on function reprise.list_events is 'Returns one page of a session''s audit trail, for reviewers. See reprise_private.list_events.';
