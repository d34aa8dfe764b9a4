-- Returns an id for a new session: the requested one, or another if that is null or a session has it. Only a session of another user can
-- have it, because the caller has looked for the user's own. An attacker who uses an id before its owner therefore takes nothing. Locks the
-- id until the end of the transaction, because a session that is being created is not visible yet. The caller holds the candidate's lock.
create function reprise_private.unused_session_id(p_requested_id uuid)
returns uuid
language plpgsql set search_path = ''
as $$
begin
  if p_requested_id is not null then
    perform pg_advisory_xact_lock(hashtextextended('reprise session ' || p_requested_id, 0));
    if not exists (select from reprise.interview_sessions s where s.id = p_requested_id) then
      return p_requested_id;
    end if;
  end if;
  return gen_random_uuid();
end
$$;
comment on function reprise_private.unused_session_id is 'Returns the requested id of a new session, or another if it is in use.';
