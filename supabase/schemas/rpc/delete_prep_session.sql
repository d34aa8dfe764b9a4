-- Deletes a prep session of the caller. See private.delete_prep_session.
create function public.delete_prep_session(prep_session_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.delete_prep_session(prep_session_id);
end
$$;
comment on function public.delete_prep_session(uuid) is 'Deletes a prep session of the caller. See private.delete_prep_session.';
revoke execute on function public.delete_prep_session(uuid) from public, anon, authenticated;
grant execute on function public.delete_prep_session(uuid) to authenticated;
