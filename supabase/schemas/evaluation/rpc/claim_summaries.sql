-- Claims results whose summary is due. See reprise_private.claim_summaries.
create function reprise.claim_summaries(batch_size integer)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.claim_summaries(batch_size);
end
$$;
comment on function reprise.claim_summaries is 'Claims results whose summary is due. See reprise_private.claim_summaries.';
