-- Invites addresses, or makes a link, to an interview or an organization. See reprise_private.create_invitations.
create function reprise.create_invitations(
  interview_id uuid default null,
  organization_id uuid default null,
  role text default null,
  emails jsonb default null,
  places integer default null,
  extra_time_percent integer default 0,
  attempts_allowed integer default 1,
  expires_at timestamptz default null,
  note text default '',
  send boolean default false
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass JSON as its text.
  return reprise_private.create_invitations(
    interview_id, organization_id, role, case jsonb_typeof(emails) when 'string' then (emails #>> '{}')::jsonb else emails end, places,
    extra_time_percent, attempts_allowed, expires_at, note, send
  );
end
$$;
comment on function reprise.create_invitations is
  'Invites addresses, or makes a link, to an interview or an organization. See reprise_private.create_invitations.';
