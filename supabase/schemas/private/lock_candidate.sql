-- The one lock of the lifecycle: every transition takes it first, for the candidate it concerns, and holds it to the
-- end of the transaction. One lock, always first: transitions of one candidate queue, deadlocks cannot happen.
create function private.lock_candidate(p_user_id uuid)
returns void
language plpgsql set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(private.candidate_lock_key(p_user_id));
end
$$;
comment on function private.lock_candidate(uuid) is 'Waits for and takes the transaction-long lock of one candidate.';
revoke execute on function private.lock_candidate(uuid) from public, anon, authenticated;
