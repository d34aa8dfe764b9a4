-- Writes one event to the audit trail. A null p_actor is the clock.
create function reprise_private.record_event(p_session_id uuid, p_actor uuid, p_event text, p_detail jsonb default '{}')
returns void
language plpgsql set search_path = ''
as $$
begin
  insert into reprise.session_events (session_id, actor, event, detail) values (p_session_id, p_actor, p_event, p_detail);
end
$$;
comment on function reprise_private.record_event is 'Appends one event to the audit trail of a session.';
