-- Returns what keeps an interview from being published, as [{"where": "questions[2].options[1].text", "code", "detail", "question_id"}, …], an
-- empty array if nothing does. Questions are numbered from 0 in their order, without gaps. With p_question_ids, of the questions only these
-- are looked at; pools always are. A question of another organization gets only the fault that it is foreign. At most 100 faults. Reads only.
create function reprise_private.publishing_faults(p_interview_id uuid, p_question_ids uuid[] default null)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_interview reprise.interviews;
begin
  select * into v_interview from reprise.interviews i where i.id = p_interview_id;
  return (
    with asked as (
      select row_number() over (order by iq.position) - 1 as number, iq.question_id, iq.pool, iq.draw_count,
        row_number() over (partition by iq.question_id order by iq.position) as copy
      from reprise.interview_questions iq
      where iq.interview_id = p_interview_id and v_interview.mode = 'timed'
    ), faults (number, loc, code, detail, question_id) as (
      select -1, f.loc, f.code, f.detail, null::uuid from reprise_private.publishing_faults_of_interview(v_interview) f
      union all
      -- A fault of a pool is at its first question.
      select p.number, jsonb_build_array('questions', p.number, 'draw_count'), f.code, f.detail, p.question_id
      from (
        select min(a.number) as number, min(a.draw_count) as least, max(a.draw_count) as most, count(*) as members,
          (array_agg(a.question_id order by a.number))[1] as question_id
        from asked a where a.pool is not null group by a.pool
      ) p
      cross join lateral (
        select 'draws_differ' as code, 'must be the same for all questions of a pool' as detail where p.least < p.most
        union all
        select 'nothing_drawn', 'must be at least 1' where p.least < 1
        union all
        select 'draw_exceeds_pool', format('must be at most the number of questions in the pool, %s', p.members) where p.most > p.members
      ) f
      union all
      select a.number, jsonb_build_array('questions', a.number) || f.loc, f.code, f.detail, a.question_id
      from asked a
      join reprise.questions q on q.id = a.question_id
      left join reprise.question_keys k on k.question_id = q.id
      cross join lateral reprise_private.publishing_faults_of_question(q, k) f
      where a.copy = 1 and (q.organization_id is null or q.organization_id = v_interview.organization_id)
        and (p_question_ids is null or a.question_id = any (p_question_ids))
      union all
      select a.number, jsonb_build_array('questions', a.number), 'duplicate_question', 'is asked earlier in this interview already', a.question_id
      from asked a
      where a.copy > 1 and (p_question_ids is null or a.question_id = any (p_question_ids))
      union all
      select a.number, jsonb_build_array('questions', a.number), 'foreign_question', 'is a question of another organization', a.question_id
      from asked a
      join reprise.questions q on q.id = a.question_id
      where a.copy = 1 and q.organization_id <> v_interview.organization_id
        and (p_question_ids is null or a.question_id = any (p_question_ids))
      limit 100
    )
    select coalesce(jsonb_agg(
      jsonb_build_object('where', reprise_private.place(f.loc), 'code', f.code, 'detail', f.detail, 'question_id', f.question_id)
      order by f.number, f.loc
    ), '[]')
    from faults f
  );
end
$$;
comment on function reprise_private.publishing_faults is 'Returns what keeps an interview from being published.';
