-- Resumes a session. See reprise_private.resume_session.
create function reprise.resume_session(
  client_id uuid, session_id uuid default null, takeover boolean default false
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.resume_session(session_id, client_id, takeover);
end
$$;
comment on function reprise.resume_session is 'Resumes a session. See reprise_private.resume_session.';
