-- Creates a request for drafts of questions, for owners and recruiters. See reprise_private.start_draft.
create function reprise.start_draft(organization_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.start_draft(organization_id);
end
$$;
comment on function reprise.start_draft is
  'Creates a request for drafts of questions, for owners and recruiters. See reprise_private.start_draft.';
