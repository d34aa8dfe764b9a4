-- Runs one batch of cleanup. See reprise_private.run_cleanup.
create function reprise.run_cleanup(batch_size integer default 200, after jsonb default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.run_cleanup(batch_size, case jsonb_typeof(after) when 'string' then (after #>> '{}')::jsonb else after end);
end
$$;
comment on function reprise.run_cleanup is 'Runs one batch of cleanup. See reprise_private.run_cleanup.';
