-- Returns the positions that expired since the candidate was last here: the question before the current one, if the clock closed it and
-- nothing has been served since. Never more than one, because the next question is not served until the candidate is back.
create function reprise_private.expired_while_away(p_session reprise.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(q.position), '[]')
    from reprise.session_questions q
    join reprise.answers a on a.session_id = q.session_id and a.position = q.position and a.source in ('draft', 'expired')
    where q.session_id = p_session.id and q.position = p_session.position - 1
      and q.deadline_at is not null and q.closed_at >= q.deadline_at
      and not exists (
        select from reprise.session_questions n
        where n.session_id = q.session_id and n.position = p_session.position and n.served_at is not null
      )
  );
end
$$;
comment on function reprise_private.expired_while_away is 'Returns the positions that expired while the candidate was away.';
