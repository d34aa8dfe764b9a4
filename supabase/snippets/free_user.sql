-- WRITES. Deletes one user's active row, as their own clear-stuck-session call would at least do. The session does not change and
-- remains resumable. Set the user's id and your name. A second run finds nothing.
do $$
declare
  v_user_id uuid := '00000000-0000-0000-0000-000000000000';
  v_by text := 'who runs this';
  v_session_id uuid;
begin
  perform reprise_private.lock_candidate(v_user_id);
  select a.session_id into v_session_id from reprise.active_interview_sessions a where a.user_id = v_user_id;
  if not found then
    raise notice 'This user is not live in any session.';
    return;
  end if;
  perform reprise_private.delete_active_row(v_session_id);
  perform reprise_private.record_event(v_session_id, null, 'live_marker_cleared', jsonb_build_object('by', v_by));
end
$$;
