-- nothing → grading: creates the result row of a session if it has none. Called in the transaction that completed the session, or by a
-- review that holds the candidate's lock.
create function reprise_private.create_result(p_session_id uuid)
returns void
language plpgsql set search_path = ''
as $$
begin
  insert into reprise.session_results (session_id, maximum, max_attempts)
  select p_session_id, coalesce(
    (select sum(q.points) from reprise.session_questions q where q.session_id = p_session_id),
    (select e.max_score from reprise.evaluations e where e.answer_id = p_session_id)
  ), t.evaluation_max_attempts
  from reprise_private.settings t
  on conflict (session_id) do nothing;
end
$$;
comment on function reprise_private.create_result is 'Creates the result row of a session if it has none.';
