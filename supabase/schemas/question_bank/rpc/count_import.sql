-- Counts one import of questions, for owners and recruiters. See reprise_private.count_import.
create function reprise.count_import(organization_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.count_import(organization_id);
end
$$;
comment on function reprise.count_import is
  'Counts one import of questions, for owners and recruiters. See reprise_private.count_import.';
