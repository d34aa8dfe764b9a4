-- Takes a candidate's lock and holds it until the end of the transaction. Every transition takes its candidate's lock first. With one lock,
-- always taken first, the transitions of one candidate queue and cannot deadlock.
create function reprise_private.lock_candidate(p_user_id uuid)
returns void
language plpgsql set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(reprise_private.candidate_lock_key(p_user_id));
end
$$;
comment on function reprise_private.lock_candidate is 'Takes the lock of one candidate until the end of the transaction.';
