-- Returns the status of one of the caller's generations. See reprise_private.get_generation.
create function reprise.get_generation(generation_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_generation(generation_id);
end
$$;
comment on function reprise.get_generation is 'Returns the status of one of the caller''s generations. See reprise_private.get_generation.';
