-- Returns the questions that a session of an interview can ask, with the place of each: its position, or the first position of its pool. A
-- question of another organization, from before lists were checked, is not asked. If rows of one pool differ, the largest draw_count counts.
create function reprise_private.askable_questions(p_interview_id uuid)
returns table (question_id uuid, question_position integer, place integer, pool integer, draw_count integer, time_limit_seconds integer, points integer)
language plpgsql stable set search_path = ''
as $$
begin
  return query
  select q.id, iq.position,
    case when iq.pool is null then iq.position else min(iq.position) over (partition by iq.pool) end,
    iq.pool, max(iq.draw_count) over (partition by iq.pool), q.time_limit_seconds, q.points
  from reprise.interviews i
  join reprise.interview_questions iq on iq.interview_id = i.id
  join reprise.questions q on q.id = iq.question_id and (q.organization_id is null or q.organization_id = i.organization_id)
  where i.id = p_interview_id;
end
$$;
comment on function reprise_private.askable_questions is 'Returns the questions that a session of an interview can ask.';
