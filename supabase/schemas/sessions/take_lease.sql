-- Makes p_client_id the holder of the session in progress. The same client gets its number back; another one gets the next number, which
-- makes every earlier lease stale. The caller holds the candidate's lock and has checked that a takeover is allowed.
-- Errors: session_in_progress (another session is live).
create function reprise_private.take_lease(p_session reprise.interview_sessions, p_client_id uuid)
returns reprise.active_interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_active reprise.active_interview_sessions;
  v_number integer;
begin
  update reprise.interview_sessions s
  set lease_number = s.lease_number + (s.lease_client_id is distinct from p_client_id)::integer,
    lease_client_id = p_client_id
  where s.id = p_session.id
  returning s.lease_number into v_number;
  insert into reprise.active_interview_sessions as a (user_id, session_id, client_id, lease_number, lease_expires_at)
  values (
    p_session.user_id, p_session.id, p_client_id, v_number,
    now() + make_interval(secs => (select t.lease_seconds from reprise_private.settings t))
  )
  on conflict (user_id) do update
  set client_id = excluded.client_id, lease_number = excluded.lease_number,
    lease_expires_at = excluded.lease_expires_at, updated_at = now(),
    recent_writes = reprise_private.with_this_write(a.recent_writes)
  where a.session_id = excluded.session_id
  returning * into v_active;
  if not found then
    perform reprise_private.refuse_and_roll_back(409, 'session_in_progress', '{"reason": "another_session"}');
  end if;
  return v_active;
end
$$;
comment on function reprise_private.take_lease is 'Makes a client the holder of the session in progress.';
