-- Returns the questions whose clock ran during an outage and which have no credit of it yet: those that are open, and those that expired
-- after it had begun. Reads indexes of deadlines, so the cost depends on what runs now. In random order, so that rows which cannot be
-- processed (their candidate is in a transaction) do not keep others waiting.
create function reprise_private.questions_in_outage(p_outage reprise.outages, p_limit integer)
returns table (session_id uuid, question_position integer, user_id uuid)
language plpgsql stable set search_path = ''
as $$
begin
  return query
    select r.session_id, r.position, s.user_id
    from (
      select q.session_id, q.position, q.deadline_at
      from reprise.session_questions q
      where q.closed_at is null and q.deadline_at >= p_outage.began_at - interval '60 seconds' and q.served_at < p_outage.ended_at
      union all
      select q.session_id, q.position, q.deadline_at
      from reprise.session_questions q
      join reprise.answers a on a.session_id = q.session_id and a.position = q.position and a.source in ('draft', 'expired')
      where q.closed_at >= q.deadline_at and q.closed_at >= p_outage.began_at and q.served_at < p_outage.ended_at
    ) r
    join reprise.interview_sessions s on s.id = r.session_id
    where r.deadline_at + make_interval(secs => s.grace_seconds) >= p_outage.began_at
      and (s.status = 'in_progress' or s.closed_reason = 'expired')
      and not exists (
        select from reprise.time_credits c
        where c.outage_id = p_outage.id and c.session_id = r.session_id and c.position = r.position
      )
    order by random()
    limit p_limit;
end
$$;
comment on function reprise_private.questions_in_outage is 'Returns the questions whose clock ran during an outage and which have no credit of it.';
