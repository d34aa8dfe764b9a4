-- Reopens a question that expired under a call made in time: the call's transaction began before the time was up, but another one (the
-- cleanup, a second call) got the lock first and closed the question. A late call changes nothing. Applies only to the device that holds the
-- lease, and only if nothing has been served or started since. Returns the session as it then is. The caller holds the candidate's lock.
create function reprise_private.reverse_expiry(p_session reprise.interview_sessions, p_position integer, p_lease integer)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions := p_session;
begin
  if p_lease is distinct from p_session.lease_number
    or not reprise_private.can_reopen_question(p_session, p_position)
    or not exists (
      select from reprise.session_questions q
      where q.session_id = p_session.id and q.position = p_position and q.closed_at >= now()
    )
  then
    return v_session;
  end if;
  v_session := reprise_private.reopen_question(p_session, p_position);
  perform reprise_private.record_repeatable_event(v_session.id, v_session.user_id, 'expiry_reversed', jsonb_build_object('position', p_position));
  return v_session;
end
$$;
comment on function reprise_private.reverse_expiry is 'Reopens a question that expired while a call made in time waited for the lock.';
