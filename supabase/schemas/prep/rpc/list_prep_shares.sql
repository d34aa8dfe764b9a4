-- Returns the valid links of a prep session. See reprise_private.list_prep_shares.
create function reprise.list_prep_shares(prep_session_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_prep_shares(prep_session_id);
end
$$;
comment on function reprise.list_prep_shares is 'Returns the valid links of a prep session. See reprise_private.list_prep_shares.';
