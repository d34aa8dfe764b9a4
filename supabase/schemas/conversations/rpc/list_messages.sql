-- Returns a page of a transcript. See reprise_private.list_messages.
create function reprise.list_messages(session_id uuid, after integer default 0, page_size integer default 50)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_messages(session_id, after, page_size);
end
$$;
comment on function reprise.list_messages is 'Returns a page of a transcript. See reprise_private.list_messages.';
