-- Reserves tokens for a run from the daily budget and the payer's shares. See reprise_private.reserve_tokens.
create function reprise.reserve_tokens(
  run_id uuid, amount integer, daily_limit bigint, used bigint default 0, session_id uuid default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.reserve_tokens(run_id, amount, daily_limit, used, session_id);
end
$$;
comment on function reprise.reserve_tokens is
  'Reserves tokens for a run from the daily budget and the payer''s shares. See reprise_private.reserve_tokens.';
