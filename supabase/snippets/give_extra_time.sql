-- WRITES. Gives running sessions extra time, for the open question and for later ones. Closed questions stay closed; a question whose
-- time is up but which nothing has closed yet gets the extra time too. The next heartbeat reports it to the client. Set the sessions'
-- ids, the new total of extra time in percent, your name and the reason. A second run finds nothing to do.
do $$
declare
  v_session_ids uuid[] := array['00000000-0000-0000-0000-000000000000'];
  v_percent integer := 25;
  v_by text := 'who runs this';
  v_reason text := 'why';
  v_session_id uuid;
  v_session reprise.interview_sessions;
begin
  foreach v_session_id in array v_session_ids loop
    perform reprise_private.lock_candidate(s.user_id) from reprise.interview_sessions s where s.id = v_session_id;
    select s.* into v_session
    from reprise.interview_sessions s
    where s.id = v_session_id and s.status = 'in_progress' and s.extra_time_percent < v_percent;
    continue when not found;
    perform reprise_private.record_event(
      v_session_id, null, 'extra_time_given',
      reprise_private.extend_time(v_session, null, v_reason, jsonb_build_object('extra_time_percent', v_percent))
        || jsonb_build_object('by', v_by, 'reason', v_reason)
    );
  end loop;
end
$$;
