-- Copies a question of the public bank, with its key, into an organization. See reprise_private.copy_question.
create function reprise.copy_question(question_id uuid, organization_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.copy_question(question_id, organization_id);
end
$$;
comment on function reprise.copy_question is 'Copies a question of the public bank, with its key, into an organization. See reprise_private.copy_question.';
