-- active → completing → deleted: removes a candidate's active row in two steps, so that listeners of the table see the session closing.
-- Does not change the session. Returns whether there was a row.
create function reprise_private.delete_active_row(p_session_id uuid)
returns boolean
language plpgsql set search_path = ''
as $$
begin
  update reprise.active_interview_sessions a set status = 'completing' where a.session_id = p_session_id;
  delete from reprise.active_interview_sessions a where a.session_id = p_session_id;
  return found;
end
$$;
comment on function reprise_private.delete_active_row is 'Deletes a candidate''s active row.';
