-- Records a failed attempt to grade an answer. See reprise_private.fail_evaluation.
create function reprise.fail_evaluation(
  answer_id uuid, token uuid, error text, retry_after_seconds numeric default null, permanent boolean default false
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.fail_evaluation(answer_id, token, error, retry_after_seconds, permanent);
end
$$;
comment on function reprise.fail_evaluation is 'Records a failed attempt to grade an answer. See reprise_private.fail_evaluation.';
