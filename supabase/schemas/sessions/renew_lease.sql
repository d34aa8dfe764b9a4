-- Checks the caller's lease and records the call as a sign of life. Returns the active row, or null if the lease is stale. The caller holds
-- the candidate's lock. If cleanup deleted the active row, the device that held the last lease gets it back, unless the user is now live in
-- another session: a laptop that wakes from sleep continues.
create function reprise_private.renew_lease(p_session reprise.interview_sessions, p_lease integer)
returns reprise.active_interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_active reprise.active_interview_sessions;
  v_expires_at timestamptz := now() + make_interval(secs => (select t.lease_seconds from reprise_private.settings t));
begin
  if p_lease is distinct from p_session.lease_number then
    return null;
  end if;
  update reprise.active_interview_sessions a
  set updated_at = greatest(a.updated_at, now()), recent_writes = reprise_private.with_this_write(a.recent_writes),
    lease_expires_at = greatest(a.lease_expires_at, v_expires_at)
  where a.user_id = p_session.user_id and a.session_id = p_session.id and a.lease_number = p_lease
  returning * into v_active;
  if not found then
    insert into reprise.active_interview_sessions (user_id, session_id, client_id, lease_number, lease_expires_at)
    values (p_session.user_id, p_session.id, p_session.lease_client_id, p_lease, v_expires_at)
    on conflict do nothing
    returning * into v_active;
    if found then
      perform reprise_private.record_repeatable_event(p_session.id, p_session.user_id, 'live_marker_restored', jsonb_build_object('lease', p_lease));
    end if;
  end if;
  return v_active;
end
$$;
comment on function reprise_private.renew_lease is 'Renews a current lease and returns the active row; returns null for a stale lease.';
