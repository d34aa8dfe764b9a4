-- Deletes a session's overdue active row and writes an event. Called by cleanup and when the user starts or resumes another session.
-- Returns whether there was a row.
create function reprise_private.expire_active_row(p_session_id uuid)
returns boolean
language plpgsql set search_path = ''
as $$
begin
  if not reprise_private.delete_active_row(p_session_id) then
    return false;
  end if;
  perform reprise_private.record_repeatable_event(p_session_id, null, 'live_marker_expired');
  return true;
end
$$;
comment on function reprise_private.expire_active_row is 'Deletes a session''s overdue active row and writes an event.';
