-- Deletes one session or prep session that is past its retention, unless it changed since it was found. Skips it while its owner is in
-- another transaction or live in a session. Returns the number of deleted rows, 0 or 1.
create function reprise_private.delete_expired_row(p_stage integer, p_due_at timestamptz, p_id uuid, p_user_id uuid)
returns integer
language plpgsql set search_path = ''
as $$
begin
  if not pg_try_advisory_xact_lock(reprise_private.candidate_lock_key(p_user_id)) then
    return 0;
  end if;
  -- The lock is held until all rows of this run are deleted: a call of somebody who is live would wait for it.
  if exists (select from reprise.active_interview_sessions a where a.user_id = p_user_id) then
    return 0;
  end if;
  if p_stage = 5 then
    delete from reprise.prep_sessions p where p.id = p_id and p.updated_at = p_due_at;
  else
    delete from reprise.interview_sessions s where s.id = p_id and s.closed_at = p_due_at;
  end if;
  return found::integer;
end
$$;
comment on function reprise_private.delete_expired_row is 'Deletes one session or prep session that is past its retention.';
