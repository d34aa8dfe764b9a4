-- Returns the number of a candidate's advisory lock. If two users share a number, they only wait for each other needlessly.
create function private.candidate_lock_key(p_user_id uuid)
returns bigint
language plpgsql immutable set search_path = ''
as $$
begin
  return hashtextextended('reprise candidate ' || p_user_id::text, 0);
end
$$;
comment on function private.candidate_lock_key(uuid) is 'Advisory lock number of a candidate.';
revoke execute on function private.candidate_lock_key(uuid) from public, anon, authenticated;
