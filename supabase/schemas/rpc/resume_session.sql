-- Resumes a session. See private.resume_session.
create function public.resume_session(
  client_id uuid, session_id uuid default null, takeover boolean default false
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.resume_session(session_id, client_id, takeover);
end
$$;
comment on function public.resume_session(uuid, uuid, boolean) is 'Resumes a session. See private.resume_session.';
revoke execute on function public.resume_session(uuid, uuid, boolean) from public, anon, authenticated;
grant execute on function public.resume_session(uuid, uuid, boolean) to authenticated;
