-- Gives a claimed summary back. See private.release_summary.
create function public.release_summary(session_id uuid, token uuid)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.release_summary(session_id, token)
$$;
comment on function public.release_summary(uuid, uuid) is 'Gives a claimed summary back. See private.release_summary.';
revoke execute on function public.release_summary(uuid, uuid) from public, anon, authenticated;
grant execute on function public.release_summary(uuid, uuid) to service_role;
