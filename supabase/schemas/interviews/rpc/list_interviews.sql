-- Accepts the waiting invitations of the caller, and returns one page of the interviews that they may take. See reprise_private.list_interviews.
create function reprise.list_interviews(cursor text default null, page_size integer default 20)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_interviews(cursor, page_size);
end
$$;
comment on function reprise.list_interviews is
  'Accepts the waiting invitations of the caller, and returns one page of the interviews that they may take. See reprise_private.list_interviews.';
