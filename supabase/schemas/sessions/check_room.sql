-- Refuses a text of p_bytes if its candidate has no room left (reprise_private.check_stored_bytes). Texts of timed interviews and of an
-- organization's sessions are never refused: they are stored and counted.
-- Errors: rate_limited, limit_reached.
create function reprise_private.check_room(p_session reprise.interview_sessions, p_bytes bigint)
returns void
language plpgsql set search_path = ''
as $$
begin
  if p_session.mode <> 'timed' and p_session.organization_id is null then
    perform reprise_private.check_stored_bytes(p_session.user_id, p_bytes);
  end if;
end
$$;
comment on function reprise_private.check_room is 'Refuses a text of practice or of an own conversation for which there is no room.';
