-- Returns the caller's organizations. See reprise_private.list_organizations.
create function reprise.list_organizations()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_organizations();
end
$$;
comment on function reprise.list_organizations is 'Returns the caller''s organizations. See reprise_private.list_organizations.';
