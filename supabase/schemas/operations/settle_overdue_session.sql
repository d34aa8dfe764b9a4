-- Processes one row of cleanup: settles a session whose time is up. Returns no row if its candidate is in a transaction of their own,
-- which settles it anyway, or if the session has been erased. Otherwise returns the numbers of expired questions and abandoned sessions.
create function reprise_private.settle_overdue_session(p_session_id uuid, p_user_id uuid)
returns table (expired integer, abandoned integer)
language plpgsql set search_path = ''
as $$
declare
  v_before reprise.interview_sessions;
  v_after reprise.interview_sessions;
begin
  if not pg_try_advisory_xact_lock(reprise_private.candidate_lock_key(p_user_id)) then
    return;
  end if;
  select * into v_before from reprise.interview_sessions s where s.id = p_session_id;
  if not found then
    return;
  end if;
  v_after := reprise_private.settle_session(v_before);
  expired := v_after.position - v_before.position;
  abandoned := (v_before.status = 'in_progress' and v_after.status = 'abandoned')::integer;
  return next;
end
$$;
comment on function reprise_private.settle_overdue_session is 'Settles one overdue session during cleanup.';
