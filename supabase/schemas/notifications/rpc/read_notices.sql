-- Marks the caller's notices as read. See reprise_private.read_notices.
create function reprise.read_notices(through uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.read_notices(through);
end
$$;
comment on function reprise.read_notices is 'Marks the caller''s notices as read. See reprise_private.read_notices.';
