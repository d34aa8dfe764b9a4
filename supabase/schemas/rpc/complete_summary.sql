-- Stores a summary. See private.complete_summary.
create function public.complete_summary(session_id uuid, token uuid, result jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as the text of one.
  return private.complete_summary(session_id, token, case jsonb_typeof(result) when 'string' then (result #>> '{}')::jsonb else result end);
end
$$;
comment on function public.complete_summary(uuid, uuid, jsonb) is 'Stores a summary. See private.complete_summary.';
revoke execute on function public.complete_summary(uuid, uuid, jsonb) from public, anon, authenticated;
grant execute on function public.complete_summary(uuid, uuid, jsonb) to service_role;
