-- Ends the claim of a generation without content. See reprise_private.fail_generation.
create function reprise.fail_generation(generation_id uuid, token uuid, give_back boolean)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.fail_generation(generation_id, token, give_back);
end
$$;
comment on function reprise.fail_generation is 'Ends the claim of a generation without content. See reprise_private.fail_generation.';
