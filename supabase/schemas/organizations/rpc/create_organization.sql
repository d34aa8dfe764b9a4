-- Creates an organization that the caller owns. See reprise_private.create_organization.
create function reprise.create_organization(name text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.create_organization(name);
end
$$;
comment on function reprise.create_organization is 'Creates an organization that the caller owns. See reprise_private.create_organization.';
