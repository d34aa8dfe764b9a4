-- Claims evaluations for a grader. See private.claim_evaluations.
create function public.claim_evaluations(batch_size integer)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.claim_evaluations(batch_size);
end
$$;
comment on function public.claim_evaluations(integer) is 'Claims evaluations for a grader. See private.claim_evaluations.';
revoke execute on function public.claim_evaluations(integer) from public, anon, authenticated;
grant execute on function public.claim_evaluations(integer) to service_role;
