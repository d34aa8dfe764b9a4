-- Stores a measured outage and gives time back. See reprise_private.record_outage.
create function reprise.record_outage(seconds double precision, ended_ago double precision default 0)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.record_outage(seconds, ended_ago);
end
$$;
comment on function reprise.record_outage is 'Stores a measured outage and gives time back. See reprise_private.record_outage.';
