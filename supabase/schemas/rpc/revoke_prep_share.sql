-- Deletes a link of a prep session. See private.revoke_prep_share.
create function public.revoke_prep_share(prep_session_id uuid, share_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.revoke_prep_share(prep_session_id, share_id);
end
$$;
comment on function public.revoke_prep_share(uuid, uuid) is 'Deletes a link of a prep session. See private.revoke_prep_share.';
revoke execute on function public.revoke_prep_share(uuid, uuid) from public, anon, authenticated;
grant execute on function public.revoke_prep_share(uuid, uuid) to authenticated;
