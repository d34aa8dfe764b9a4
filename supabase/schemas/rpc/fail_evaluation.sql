-- Records a failed attempt to grade an answer. See private.fail_evaluation.
create function public.fail_evaluation(
  answer_id uuid, token uuid, error text, retry_after_seconds numeric default null, permanent boolean default false
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.fail_evaluation(answer_id, token, error, retry_after_seconds, permanent);
end
$$;
comment on function public.fail_evaluation(uuid, uuid, text, numeric, boolean) is 'Notes a failed attempt to grade. See private.fail_evaluation.';
revoke execute on function public.fail_evaluation(uuid, uuid, text, numeric, boolean) from public, anon, authenticated;
grant execute on function public.fail_evaluation(uuid, uuid, text, numeric, boolean) to service_role;
