-- Creates a link that shows a prep session. See private.share_prep_session.
create function public.share_prep_session(prep_session_id uuid, expires_in_hours integer default 168)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.share_prep_session(prep_session_id, expires_in_hours);
end
$$;
comment on function public.share_prep_session(uuid, integer) is 'Makes a link that shows a prep session. See private.share_prep_session.';
revoke execute on function public.share_prep_session(uuid, integer) from public, anon, authenticated;
grant execute on function public.share_prep_session(uuid, integer) to authenticated;
