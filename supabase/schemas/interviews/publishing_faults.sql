-- Returns what keeps an interview from being published, as [{"where": "questions[2].options[1].text", "code", "detail", "question_id"}, …], an
-- empty array if nothing does. Questions are numbered from 0 in their order, without gaps. With p_question_ids, of the questions only these
-- are looked at. A question of another organization gets only the fault that it is foreign. At most 100 faults. Reads only.
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
      select row_number() over (order by iq.position) - 1 as number, iq.question_id,
        row_number() over (partition by iq.question_id order by iq.position) as copy
      from reprise.interview_questions iq
      where iq.interview_id = p_interview_id and v_interview.mode = 'timed'
    ), faults (number, loc, code, detail, question_id) as (
      select -1, f.loc, f.code, f.detail, null::uuid from reprise_private.publishing_faults_of_interview(v_interview) f
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
