-- Renews the lease and stores the draft. See private.heartbeat.
create function public.heartbeat(
  session_id uuid, lease integer, draft_position integer default null, draft_text text default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.heartbeat(session_id, lease, draft_position, draft_text);
end
$$;
comment on function public.heartbeat(uuid, integer, integer, text) is 'Renews the lease and stores the draft. See private.heartbeat.';
revoke execute on function public.heartbeat(uuid, integer, integer, text) from public, anon, authenticated;
grant execute on function public.heartbeat(uuid, integer, integer, text) to authenticated;
