-- Returns stored content for a request, or requests its generation. See reprise_private.start_generation.
create function reprise.start_generation(
  prep_session_id uuid, kind text, skill text default null, depth text default null, count integer default null,
  refresh boolean default false, stored_only boolean default false,
  request_id uuid default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.start_generation(prep_session_id, kind, skill, depth, count, refresh, stored_only, request_id);
end
$$;
comment on function reprise.start_generation is
  'Returns stored content for a request, or requests its generation. See reprise_private.start_generation.';
