-- Gives the next questions their time back after outages. See reprise_private.credit_outages.
create function reprise.credit_outages(batch_size integer default 200)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.credit_outages(greatest(batch_size, 1));
end
$$;
comment on function reprise.credit_outages is 'Gives the next questions their time back after outages. See reprise_private.credit_outages.';
