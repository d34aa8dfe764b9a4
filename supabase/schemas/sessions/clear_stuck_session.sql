-- Releases the caller from the session they are live in. Called by the candidate. Locks the candidate.
-- in_progress → abandoned if the candidate could start over. Otherwise only the active row is deleted and the session remains resumable, so
-- that a crashed browser does not cost the only attempt. A repeat finds no session and returns `cleared` false.
create function reprise_private.clear_stuck_session()
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
begin
  perform reprise_private.lock_candidate(v_user_id);
  select s.* into v_session
  from reprise.active_interview_sessions a
  join reprise.interview_sessions s on s.id = a.session_id
  where a.user_id = v_user_id;
  if found then
    v_session := reprise_private.settle_session(v_session);
    if v_session.status = 'in_progress' and reprise_private.can_start_over(v_session) then
      v_session := reprise_private.close_session(v_session, 'abandoned', 'cleared', now(), v_user_id);
    elsif v_session.status = 'in_progress' then
      perform reprise_private.delete_active_row(v_session.id);
      perform reprise_private.record_repeatable_event(v_session.id, v_user_id, 'live_marker_cleared');
    end if;
  end if;
  return jsonb_build_object(
    'cleared', v_session.id is not null,
    'session', case when v_session.id is not null then reprise_private.session_summary(v_session) end,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.clear_stuck_session is 'Releases the caller from the session they are live in.';
