-- Returns whether an answer could be stored now: 'ok', or 'read_only' if the database refuses writes or has no room. Called by
-- reprise_private.get_health. Waits only for a lock on the tables of an answer, up to the caller's lock_timeout, and then raises. Rolls its write
-- back. Without p_probe it writes nothing and does not detect a full disk. The probe row is as large as a page, so each needs a new page:
-- an update in place would not detect a full disk.
create function reprise_private.probe_storage(p_probe boolean)
returns text
language plpgsql volatile set search_path = ''
as $$
begin
  -- On a standby this is always on.
  if current_setting('transaction_read_only')::boolean then
    return 'read_only';
  end if;
  lock table reprise.interview_sessions, reprise.session_questions, reprise.answers, reprise.late_answers, reprise.active_interview_sessions,
    reprise.session_events, reprise.evaluations, reprise.session_results, reprise_private.receipts in row exclusive mode;
  if not p_probe then
    return 'ok';
  end if;
  insert into reprise_private.health_probes (filler) values (repeat('x', 7900));
  raise sqlstate 'HP000';
exception
  when sqlstate 'HP000' then
    return 'ok';
  when read_only_sql_transaction or insufficient_resources or io_error then
    return 'read_only';
end
$$;
comment on function reprise_private.probe_storage is 'Returns ok or read_only: whether an answer could be stored now.';
