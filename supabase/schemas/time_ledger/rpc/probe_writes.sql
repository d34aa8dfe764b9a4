-- Returns whether an answer could be stored now. See reprise_private.probe_writes.
create function reprise.probe_writes()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '900ms' set lock_timeout = '800ms'
as $$
begin
  return reprise_private.probe_writes();
end
$$;
comment on function reprise.probe_writes is 'Returns whether an answer could be stored now. See reprise_private.probe_writes.';
