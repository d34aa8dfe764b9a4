-- Claims results whose summary is to be written. See private.claim_summaries.
create function public.claim_summaries(batch_size integer)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.claim_summaries(batch_size)
$$;
comment on function public.claim_summaries(integer) is 'Claims results whose summary is to be written. See private.claim_summaries.';
revoke execute on function public.claim_summaries(integer) from public, anon, authenticated;
grant execute on function public.claim_summaries(integer) to service_role;
