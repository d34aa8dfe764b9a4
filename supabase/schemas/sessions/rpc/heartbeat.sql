-- Renews the lease and stores the draft. See reprise_private.heartbeat.
create function reprise.heartbeat(
  session_id uuid, lease integer, draft_position integer default null, draft_text text default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '500ms'
as $$
begin
  return reprise_private.heartbeat(session_id, lease, draft_position, draft_text);
end
$$;
comment on function reprise.heartbeat is 'Renews the lease and stores the draft. See reprise_private.heartbeat.';
