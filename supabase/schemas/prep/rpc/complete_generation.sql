-- Stores generated content. See reprise_private.complete_generation.
create function reprise.complete_generation(generation_id uuid, token uuid, result jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.complete_generation(generation_id, token, result);
end
$$;
comment on function reprise.complete_generation is 'Stores generated content. See reprise_private.complete_generation.';
