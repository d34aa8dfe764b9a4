-- Returns one prep session of the caller. See private.get_prep_session.
create function public.get_prep_session(prep_session_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.get_prep_session(prep_session_id);
end
$$;
comment on function public.get_prep_session(uuid) is 'One prep session of the caller. See private.get_prep_session.';
revoke execute on function public.get_prep_session(uuid) from public, anon, authenticated;
grant execute on function public.get_prep_session(uuid) to authenticated;
