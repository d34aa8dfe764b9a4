-- Deletes a session's overdue active row and writes an event. Called by the sweep and when the user starts or resumes another session.
-- Returns whether there was a row.
create function private.expire_marker(p_session_id uuid)
returns boolean
language plpgsql set search_path = ''
as $$
begin
  if not private.release_active(p_session_id) then
    return false;
  end if;
  perform private.record_event(p_session_id, null, 'live_marker_expired');
  return true;
end
$$;
comment on function private.expire_marker(uuid) is 'Deletes an overdue live marker and notes it.';
revoke execute on function private.expire_marker(uuid) from public, anon, authenticated;
