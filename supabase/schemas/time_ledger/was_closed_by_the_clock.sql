-- Returns whether a question expired and what closed it still counts: no person has set its score or had it graded again.
create function reprise_private.was_closed_by_the_clock(p_session_id uuid, p_position integer)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (
    select from reprise.session_questions q
    join reprise.answers a on a.session_id = q.session_id and a.position = q.position and a.source in ('draft', 'expired')
    where q.session_id = p_session_id and q.position = p_position and q.closed_at >= q.deadline_at
      and not exists (
        select from reprise.evaluations e where e.answer_id = a.id and (e.overridden_score is not null or e.late_answer_id is not null)
      )
      and not exists (select from reprise.evaluation_history h where h.answer_id = a.id)
  );
end
$$;
comment on function reprise_private.was_closed_by_the_clock is 'Returns whether a question expired, and no person has judged it since.';
