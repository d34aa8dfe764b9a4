-- Claims results whose summary is due. See private.claim_summaries.
create function public.claim_summaries(batch_size integer)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return private.claim_summaries(batch_size);
end
$$;
comment on function public.claim_summaries(integer) is 'Claims results whose summary is to be written. See private.claim_summaries.';
revoke execute on function public.claim_summaries(integer) from public, anon, authenticated;
grant execute on function public.claim_summaries(integer) to service_role;
