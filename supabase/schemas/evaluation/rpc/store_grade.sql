-- Stores a grade while its feedback is being written. See reprise_private.store_grade.
create function reprise.store_grade(answer_id uuid, token uuid, grade jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.store_grade(answer_id, token, case jsonb_typeof(grade) when 'string' then (grade #>> '{}')::jsonb else grade end);
end
$$;
comment on function reprise.store_grade is 'Stores a grade while its feedback is being written. See reprise_private.store_grade.';
