-- Writes a question of an organization together with its key. See reprise_private.save_question.
create function reprise.save_question(organization_id uuid, question jsonb, key jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass JSON as its text.
  return reprise_private.save_question(
    organization_id,
    case jsonb_typeof(question) when 'string' then (question #>> '{}')::jsonb else question end,
    case jsonb_typeof(key) when 'string' then (key #>> '{}')::jsonb else key end
  );
end
$$;
comment on function reprise.save_question is 'Writes a question of an organization together with its key. See reprise_private.save_question.';
