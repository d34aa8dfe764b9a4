-- Processes one row of cleanup: deletes an active row if it is still overdue under the candidate's lock. Skips it while its candidate is
-- in another transaction. Returns the number of deleted rows, 0 or 1.
create function reprise_private.expire_overdue_row(p_session_id uuid, p_user_id uuid)
returns integer
language plpgsql set search_path = ''
as $$
begin
  if not pg_try_advisory_xact_lock(reprise_private.candidate_lock_key(p_user_id)) then
    return 0;
  end if;
  -- A separate statement: its snapshot must be newer than the lock, or it could miss a heartbeat just committed.
  if reprise_private.is_live(p_session_id) then
    return 0;
  end if;
  return reprise_private.expire_active_row(p_session_id)::integer;
end
$$;
comment on function reprise_private.expire_overdue_row is 'Deletes one overdue active row during cleanup.';
