-- Ends the reservation of a run. See reprise_private.settle_tokens.
create function reprise.settle_tokens(run_id uuid, used bigint)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.settle_tokens(run_id, used);
end
$$;
comment on function reprise.settle_tokens is 'Ends the reservation of a run. See reprise_private.settle_tokens.';
