-- Creates a prep session. See reprise_private.create_prep_session.
create function reprise.create_prep_session(
  name text default null, mode text default null, job_id text default null, skill text default null,
  template text default null, prep_session_id uuid default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.create_prep_session(name, mode, job_id, skill, template, prep_session_id);
end
$$;
comment on function reprise.create_prep_session is 'Creates a prep session. See reprise_private.create_prep_session.';
