-- Adds questions with their keys to an organization, for owners and recruiters. See reprise_private.import_questions.
create function reprise.import_questions(organization_id uuid, questions jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass JSON as its text.
  return reprise_private.import_questions(
    organization_id, case jsonb_typeof(questions) when 'string' then (questions #>> '{}')::jsonb else questions end
  );
end
$$;
comment on function reprise.import_questions is
  'Adds questions with their keys to an organization, for owners and recruiters. See reprise_private.import_questions.';
