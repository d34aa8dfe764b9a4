-- Returns the number of a candidate's advisory lock. If two users share a number, they only wait for each other needlessly.
create function reprise_private.candidate_lock_key(p_user_id uuid)
returns bigint
language plpgsql immutable set search_path = ''
as $$
begin
  return hashtextextended('reprise candidate ' || p_user_id::text, 0);
end
$$;
comment on function reprise_private.candidate_lock_key is 'Returns the number of a candidate''s advisory lock.';
