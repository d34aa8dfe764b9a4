-- Ends the break of a session, at p_at or when its time was over: the time ledger gets how long it lasted, since the question before was
-- answered. Called by whatever serves the current question or closes the session; they hold the candidate's lock. A session that is not on a
-- break stays as it is. Returns the session as it then is.
create function reprise_private.end_break(p_session reprise.interview_sessions, p_at timestamptz)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions := p_session;
begin
  if p_session.break_until is not null then
    insert into reprise.time_credits (session_id, position, kind, seconds, reason, created_at)
    select q.session_id, p_session.position, 'break',
      greatest(round(extract(epoch from least(p_at, p_session.break_until) - q.closed_at), 3), 0.001), 'A break before this question', p_at
    from reprise.session_questions q
    where q.session_id = p_session.id and q.position = p_session.position - 1;
    update reprise.interview_sessions s set break_until = null where s.id = p_session.id returning * into v_session;
  end if;
  return v_session;
end
$$;
comment on function reprise_private.end_break is 'Ends the break of a session and writes it into the time ledger.';
