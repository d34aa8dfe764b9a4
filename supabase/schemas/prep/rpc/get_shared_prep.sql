-- Returns the prep session behind a link. See reprise_private.get_shared_prep.
create function reprise.get_shared_prep(token text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_shared_prep(token);
end
$$;
comment on function reprise.get_shared_prep is 'Returns the prep session behind a link. See reprise_private.get_shared_prep.';
