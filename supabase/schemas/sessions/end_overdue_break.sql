-- Ends a break whose time is over: its question counts as served at that moment, however late that is noticed. The time that outages have taken
-- from its clock since is given back at once, because they may have been credited while the question was not served yet. The caller
-- (reprise_private.settle_session) holds the candidate's lock. Returns the session as it then is.
create function reprise_private.end_overdue_break(p_session reprise.interview_sessions)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
begin
  v_session := reprise_private.serve_next_question(p_session, p_session.break_until);
  perform reprise_private.credit_outage(o, v_session, v_session.position)
  from reprise.outages o
  where tstzrange(o.began_at, o.ended_at) && tstzrange(p_session.break_until, clock_timestamp());
  select * into v_session from reprise.interview_sessions s where s.id = p_session.id;
  return v_session;
end
$$;
comment on function reprise_private.end_overdue_break is 'Ends a break whose time is over.';
