-- Serves the current question if it has not been served: sets served_at and deadline_at once, and ends the break before it. Called only when
-- the candidate is there to read it (start, submit, resume), or when the time of a break is over (p_at, otherwise null). The caller holds the
-- candidate's lock and has settled the session. Returns the session as it then is.
-- Uses clock_timestamp(), not now(), because a wait for the lock must not shorten the candidate's time.
create function reprise_private.serve_next_question(p_session reprise.interview_sessions, p_at timestamptz default null)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_at timestamptz := coalesce(p_at, clock_timestamp());
begin
  update reprise.session_questions q
  set served_at = v_at,
    deadline_at = v_at + make_interval(
      secs => reprise_private.question_seconds(q.session_id, q.position, q.time_limit_seconds, v_at)::double precision
    )
  where q.session_id = p_session.id and q.position = p_session.position
    and q.served_at is null and p_session.status = 'in_progress';
  return reprise_private.end_break(p_session, v_at);
end
$$;
comment on function reprise_private.serve_next_question is 'Serves the current question and starts its clock.';
