-- Appends one event of an organization, in the caller's transaction: it exists exactly if what it reports was committed. Called by triggers and by
-- functions of other domains. p_about is the session, invitation, member or webhook; p_session_id is null if it is no session. p_data holds ids and
-- states, and never a text. Does nothing for an organization that is being deleted. Locks nothing that others wait for.
-- Returns the id of the event.
create function reprise_private.append_organization_event(
  p_organization_id uuid, p_kind text, p_about uuid, p_session_id uuid, p_actor uuid, p_data jsonb
)
returns uuid
language plpgsql set search_path = ''
as $$
declare
  v_id uuid;
begin
  insert into reprise_private.organization_events (organization_id, kind, about, session_id, actor, data)
  select o.id, p_kind, p_about, p_session_id, p_actor, jsonb_strip_nulls(p_data)
  from reprise.organizations o where o.id = p_organization_id
  returning organization_events.id into v_id;
  return v_id;
end
$$;
comment on function reprise_private.append_organization_event is 'Appends one event of an organization.';
