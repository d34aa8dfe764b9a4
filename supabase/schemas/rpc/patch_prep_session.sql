-- Changes a prep session with a merge patch. See private.patch_prep_session.
create function public.patch_prep_session(prep_session_id uuid, patch jsonb, version integer default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.patch_prep_session(prep_session_id, patch, version);
end
$$;
comment on function public.patch_prep_session(uuid, jsonb, integer) is 'Changes a prep session by a merge patch. See private.patch_prep_session.';
revoke execute on function public.patch_prep_session(uuid, jsonb, integer) from public, anon, authenticated;
grant execute on function public.patch_prep_session(uuid, jsonb, integer) to authenticated;
