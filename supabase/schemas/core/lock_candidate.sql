-- Takes a candidate's lock and holds it until the end of the transaction. Every transition takes its candidate's lock first. With one lock,
-- always taken first, the transitions of one candidate queue and cannot deadlock. If one transaction holds the lock for two steps of waiting,
-- three calls of the database wait on until their statement ends, and all others end with 55P03: a transaction that was left open must not take
-- every connection of PostgREST from other candidates. While the holder changes, everybody waits.
create function reprise_private.lock_candidate(p_user_id uuid)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_key bigint := reprise_private.candidate_lock_key(p_user_id);
  v_seen text;
  v_holder text;
begin
  if pg_try_advisory_xact_lock(v_key) then
    return;
  end if;
  while not reprise_private.wait_for_candidate(v_key, '250ms') loop
    v_holder := (
      select l.virtualtransaction from pg_locks l
      where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and (l.classid::bigint << 32) | l.objid::bigint = v_key
        and l.database = (select d.oid from pg_database d where d.datname = current_database())
      limit 1
    );
    if v_holder = v_seen then
      if not exists (select from generate_series(1, 3) n where pg_try_advisory_xact_lock(hashtextextended('reprise waiting ' || n, 0))) then
        raise lock_not_available using message = 'a transaction holds the lock of this candidate';
      end if;
      perform reprise_private.wait_for_candidate(v_key, '0');
      return;
    end if;
    v_seen := v_holder;
  end loop;
end
$$;
comment on function reprise_private.lock_candidate is 'Takes the lock of one candidate until the end of the transaction.';
