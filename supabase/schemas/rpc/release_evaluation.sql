-- Releases a claimed evaluation. See private.release_evaluation.
create function public.release_evaluation(
  answer_id uuid, token uuid, wait_seconds numeric default 0, error text default null, share text default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.release_evaluation(answer_id, token, wait_seconds, error, share);
end
$$;
comment on function public.release_evaluation(uuid, uuid, numeric, text, text) is
  'Gives a claimed evaluation back. See private.release_evaluation.';
revoke execute on function public.release_evaluation(uuid, uuid, numeric, text, text) from public, anon, authenticated;
grant execute on function public.release_evaluation(uuid, uuid, numeric, text, text) to service_role;
