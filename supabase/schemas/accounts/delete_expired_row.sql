-- Deletes one session or prep session that is past its retention, unless it changed since it was found. Skips it while its owner is in
-- another transaction. Returns the number of deleted rows, 0 or 1.
create function reprise_private.delete_expired_row(p_stage integer, p_due_at timestamptz, p_id uuid, p_user_id uuid)
returns integer
language plpgsql set search_path = ''
as $$
begin
  if not pg_try_advisory_xact_lock(reprise_private.candidate_lock_key(p_user_id)) then
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
