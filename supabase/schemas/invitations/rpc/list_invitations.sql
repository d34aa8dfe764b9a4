-- Returns one page of the invitations to an interview or an organization. See reprise_private.list_invitations.
create function reprise.list_invitations(
  interview_id uuid default null,
  organization_id uuid default null,
  state text default null,
  query text default null,
  cursor text default null,
  page_size integer default 20
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_invitations(interview_id, organization_id, state, query, cursor, page_size);
end
$$;
comment on function reprise.list_invitations is
  'Returns one page of the invitations to an interview or an organization. See reprise_private.list_invitations.';
