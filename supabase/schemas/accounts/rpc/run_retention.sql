-- Deletes what is past its retention and accounts whose deletion is due. See reprise_private.run_retention.
create function reprise.run_retention()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.run_retention();
end
$$;
comment on function reprise.run_retention is 'Deletes what is past its retention and accounts whose deletion is due. See reprise_private.run_retention.';
