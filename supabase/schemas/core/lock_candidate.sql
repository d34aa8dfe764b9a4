-- Takes the lock of the lifecycle: every transition takes it first, for its candidate, and holds it until the end of the transaction.
-- With one lock, always taken first, the transitions of one candidate queue and cannot deadlock.
create function reprise_private.lock_candidate(p_user_id uuid)
returns void
language plpgsql set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(reprise_private.candidate_lock_key(p_user_id));
end
$$;
comment on function reprise_private.lock_candidate is 'Waits for and takes the transaction-long lock of one candidate.';
