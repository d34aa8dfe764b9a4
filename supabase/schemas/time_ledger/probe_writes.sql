-- Returns whether an answer could be stored now, as {"database": "ok"} or {"database": "read_only"}. Called by the service role while a process
-- measures an outage. Writes a row and rolls it back (reprise_private.probe_storage).
create function reprise_private.probe_writes()
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
begin
  return jsonb_build_object('database', reprise_private.probe_storage(true));
end
$$;
comment on function reprise_private.probe_writes is 'Returns whether an answer could be stored now.';
