-- Returns a page of an organization's questions with their keys, for owners and recruiters. See reprise_private.export_questions.
create function reprise.export_questions(organization_id uuid, cursor text default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.export_questions(organization_id, cursor);
end
$$;
comment on function reprise.export_questions is
  'Returns a page of an organization''s questions with their keys, for owners and recruiters. See reprise_private.export_questions.';
