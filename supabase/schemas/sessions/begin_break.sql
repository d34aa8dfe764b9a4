-- Begins a break before the current question, which must not have been served, if the session has time left for breaks. It lasts until the
-- candidate asks for the question, at most for what is left, and not past resume_until. The caller holds the candidate's lock and has just
-- stored the answer to the question before. Writes one event. Returns the session as it then is.
create function reprise_private.begin_break(p_session reprise.interview_sessions)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions := p_session;
  v_until timestamptz;
begin
  v_until := least(
    now() + make_interval(secs => reprise_private.break_seconds_left(p_session)::double precision), p_session.resume_until
  );
  if p_session.status = 'in_progress' and v_until > now() then
    update reprise.interview_sessions s set break_until = v_until where s.id = p_session.id returning * into v_session;
    perform reprise_private.record_event(v_session.id, v_session.user_id, 'break_began', jsonb_build_object(
      'position', v_session.position, 'until', reprise_private.rfc3339(v_until)
    ));
  end if;
  return v_session;
end
$$;
comment on function reprise_private.begin_break is 'Begins a break before the current question.';
