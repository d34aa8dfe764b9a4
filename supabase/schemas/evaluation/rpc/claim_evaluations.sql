-- Claims evaluations for a grader. See reprise_private.claim_evaluations.
create function reprise.claim_evaluations(batch_size integer)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.claim_evaluations(batch_size);
end
$$;
comment on function reprise.claim_evaluations is 'Claims evaluations for a grader. See reprise_private.claim_evaluations.';
