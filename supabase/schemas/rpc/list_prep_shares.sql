-- Returns the valid links of a prep session. See private.list_prep_shares.
create function public.list_prep_shares(prep_session_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.list_prep_shares(prep_session_id);
end
$$;
comment on function public.list_prep_shares(uuid) is 'Live links of a prep session. See private.list_prep_shares.';
revoke execute on function public.list_prep_shares(uuid) from public, anon, authenticated;
grant execute on function public.list_prep_shares(uuid) to authenticated;
