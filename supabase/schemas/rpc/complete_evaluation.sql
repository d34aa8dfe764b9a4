-- Stores the grade of an answer. See private.complete_evaluation.
create function public.complete_evaluation(answer_id uuid, token uuid, result jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as the text of one.
  return private.complete_evaluation(answer_id, token, case jsonb_typeof(result) when 'string' then (result #>> '{}')::jsonb else result end);
end
$$;
comment on function public.complete_evaluation(uuid, uuid, jsonb) is 'Stores what a grader found. See private.complete_evaluation.';
revoke execute on function public.complete_evaluation(uuid, uuid, jsonb) from public, anon, authenticated;
grant execute on function public.complete_evaluation(uuid, uuid, jsonb) to service_role;
