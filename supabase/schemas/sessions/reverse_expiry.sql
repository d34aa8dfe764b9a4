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
    or p_position <> p_session.position - 1
    or not (p_session.status = 'in_progress' or p_session.closed_reason = 'expired')
  then
    return v_session;
  end if;
  if not exists (
    select from reprise.session_questions q
    join reprise.answers a on a.session_id = q.session_id and a.position = q.position and a.source in ('draft', 'expired')
    where q.session_id = p_session.id and q.position = p_position and q.closed_at >= now() and q.deadline_at is not null
  ) or exists (
    select from reprise.session_questions q
    where q.session_id = p_session.id and q.position = p_session.position and q.served_at is not null
  ) or exists (
    select from reprise.active_interview_sessions a
    where a.user_id = p_session.user_id and a.session_id <> p_session.id
  ) or exists (
    select from reprise.interview_sessions s
    where s.user_id = p_session.user_id and s.interview_id = p_session.interview_id and s.status = 'in_progress'
      and s.id <> p_session.id
  ) then
    return v_session;
  end if;
  delete from reprise.answers a where a.session_id = p_session.id and a.position = p_position;
  update reprise.session_questions q set closed_at = null where q.session_id = p_session.id and q.position = p_position;
  update reprise.interview_sessions s
  set position = p_position, status = 'in_progress', closed_at = null, completed_at = null, closed_reason = null
  where s.id = p_session.id
  returning * into v_session;
  perform reprise_private.record_repeatable_event(v_session.id, v_session.user_id, 'expiry_reversed', jsonb_build_object('position', p_position));
  return v_session;
end
$$;
comment on function reprise_private.reverse_expiry is 'Reopens a question that expired while a call made in time waited for the lock.';
