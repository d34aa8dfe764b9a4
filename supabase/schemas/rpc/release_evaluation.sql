-- Gives a claimed evaluation back. See private.release_evaluation.
create function public.release_evaluation(answer_id uuid, token uuid)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.release_evaluation(answer_id, token)
$$;
comment on function public.release_evaluation(uuid, uuid) is 'Gives a claimed evaluation back. See private.release_evaluation.';
revoke execute on function public.release_evaluation(uuid, uuid) from public, anon, authenticated;
grant execute on function public.release_evaluation(uuid, uuid) to service_role;
