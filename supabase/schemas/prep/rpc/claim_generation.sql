-- Claims a generation for a model call. See reprise_private.claim_generation.
create function reprise.claim_generation(generation_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.claim_generation(generation_id);
end
$$;
comment on function reprise.claim_generation is 'Claims a generation for a model call. See reprise_private.claim_generation.';
