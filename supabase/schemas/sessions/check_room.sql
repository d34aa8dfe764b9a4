-- Refuses a text of p_bytes if its candidate has no room left (reprise_private.check_stored_bytes). Texts of running timed interviews and of an
-- organization's running sessions are never refused: they are stored and counted. Once such a session is over, only an invited candidate's late
-- texts are: anybody can take a public interview, any number of times.
-- Errors: rate_limited, limit_reached.
create function reprise_private.check_room(p_session reprise.interview_sessions, p_bytes bigint)
returns void
language plpgsql set search_path = ''
as $$
begin
  if (p_session.mode <> 'timed' and p_session.organization_id is null)
    or (p_session.status <> 'in_progress' and not reprise_private.is_invited(p_session.user_id, p_session.interview_id))
  then
    perform reprise_private.check_stored_bytes(p_session.user_id, p_bytes);
  end if;
end
$$;
comment on function reprise_private.check_room is 'Refuses a text for which its candidate has no room left, unless it belongs to a running interview.';
