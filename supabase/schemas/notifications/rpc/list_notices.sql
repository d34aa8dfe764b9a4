-- Returns one page of what happened in the caller's organizations. See reprise_private.list_notices.
create function reprise.list_notices(organization_id uuid default null, cursor text default null, page_size integer default 20)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_notices(organization_id, cursor, page_size);
end
$$;
comment on function reprise.list_notices is 'Returns one page of what happened in the caller''s organizations. See reprise_private.list_notices.';
