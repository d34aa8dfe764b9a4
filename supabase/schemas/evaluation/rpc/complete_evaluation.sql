-- Stores the grade of an answer. See reprise_private.complete_evaluation.
create function reprise.complete_evaluation(answer_id uuid, token uuid, result jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.complete_evaluation(answer_id, token, case jsonb_typeof(result) when 'string' then (result #>> '{}')::jsonb else result end);
end
$$;
comment on function reprise.complete_evaluation is 'Stores the grade of an answer. See reprise_private.complete_evaluation.';
