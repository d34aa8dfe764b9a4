-- Returns what the health endpoint reports. See reprise_private.get_health.
create function reprise.get_health(probe boolean default true)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '1500ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_health(probe);
end
$$;
comment on function reprise.get_health is 'Returns what the health endpoint reports. See reprise_private.get_health.';
