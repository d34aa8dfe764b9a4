-- Returns how much a session of an interview asks: how many questions, and the most seconds (without extra time) and points that its pools
-- can draw. Null seconds and points if it asks nothing.
create function reprise_private.interview_totals(p_interview_id uuid)
returns table (question_count bigint, total_seconds bigint, points bigint)
language plpgsql stable set search_path = ''
as $$
begin
  return query
  select count(*) filter (where a.pool is null or a.longest <= a.draw_count),
    sum(a.time_limit_seconds) filter (where a.pool is null or a.longest <= a.draw_count),
    sum(a.points) filter (where a.pool is null or a.dearest <= a.draw_count)
  from (
    select q.*, row_number() over (partition by q.pool order by q.time_limit_seconds desc) as longest,
      row_number() over (partition by q.pool order by q.points desc) as dearest
    from reprise_private.askable_questions(p_interview_id) q
  ) a;
end
$$;
comment on function reprise_private.interview_totals is 'Returns how many questions a session asks, and the most seconds and points.';
