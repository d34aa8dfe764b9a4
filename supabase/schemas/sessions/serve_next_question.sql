-- Serves the current question if it has not been served: sets served_at and deadline_at once. Called only when the candidate is there to
-- read it (start, submit, resume). The caller holds the candidate's lock and has settled the session.
-- Uses clock_timestamp(), not now(), because a wait for the lock must not shorten the candidate's time.
create function reprise_private.serve_next_question(p_session reprise.interview_sessions)
returns void
language plpgsql set search_path = ''
as $$
begin
  update reprise.session_questions q
  set served_at = clock.reads,
    deadline_at = clock.reads + make_interval(
      secs => reprise_private.question_seconds(q.session_id, q.position, q.time_limit_seconds, clock.reads)::double precision
    )
  from (select clock_timestamp() as reads) clock
  where q.session_id = p_session.id and q.position = p_session.position
    and q.served_at is null and p_session.status = 'in_progress';
end
$$;
comment on function reprise_private.serve_next_question is 'Serves the current question and starts its clock.';
