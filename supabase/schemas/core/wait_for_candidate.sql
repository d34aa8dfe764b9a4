-- Waits for a candidate's lock for one step, and takes it until the end of the transaction. Called by lock_candidate. Returns whether the
-- caller holds the lock now.
create function reprise_private.wait_for_candidate(p_key bigint)
returns boolean
language plpgsql set search_path = '' set lock_timeout = '250ms'
as $$
begin
  perform pg_advisory_xact_lock(p_key);
  return true;
exception
  when lock_not_available then
    return false;
end
$$;
comment on function reprise_private.wait_for_candidate is 'Waits up to 250 ms for the lock of one candidate; returns whether it was taken.';
