-- Sets the deadline of a served question anew after the time ledger changed. Called under the candidate's lock. A question without a limit,
-- or one that has not been served, stays without a deadline.
create function reprise_private.set_deadline(p_session_id uuid, p_position integer)
returns void
language plpgsql set search_path = ''
as $$
begin
  update reprise.session_questions q
  set deadline_at = q.served_at + make_interval(
    secs => reprise_private.question_seconds(q.session_id, q.position, q.time_limit_seconds, q.served_at)::double precision
  )
  where q.session_id = p_session_id and q.position = p_position and q.served_at is not null and q.time_limit_seconds is not null;
end
$$;
comment on function reprise_private.set_deadline is 'Sets the deadline of a served question anew from the time ledger.';
