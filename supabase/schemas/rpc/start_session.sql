-- Starts a timed interview. See private.start_session.
create function public.start_session(
  client_id uuid, interview_id uuid, session_id uuid default null, start_over boolean default false
)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.start_session(session_id, client_id, interview_id, start_over)
$$;
comment on function public.start_session(uuid, uuid, uuid, boolean) is 'Starts a timed interview. See private.start_session.';
revoke execute on function public.start_session(uuid, uuid, uuid, boolean) from public, anon, authenticated;
grant execute on function public.start_session(uuid, uuid, uuid, boolean) to authenticated;
