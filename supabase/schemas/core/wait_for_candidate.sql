-- Waits for a candidate's lock and takes it until the end of the transaction. Called by lock_candidate. p_limit is a lock_timeout for this wait
-- only; with '0' the wait ends with the statement. Returns whether the caller holds the lock now.
create function reprise_private.wait_for_candidate(p_key bigint, p_limit text)
returns boolean
language plpgsql set search_path = ''
as $$
declare
  v_limit text := current_setting('lock_timeout');
begin
  perform set_config('lock_timeout', p_limit, true);
  perform pg_advisory_xact_lock(p_key);
  perform set_config('lock_timeout', v_limit, true);
  return true;
exception
  when lock_not_available then
    return false;
end
$$;
comment on function reprise_private.wait_for_candidate is 'Waits for the lock of one candidate up to a limit; returns whether it was taken.';
