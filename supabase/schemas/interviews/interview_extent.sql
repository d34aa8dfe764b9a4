-- Returns how much an interview asks: question_count, and total_seconds without extra time. A conversation has neither: 0 and null.
create function reprise_private.interview_extent(p_interview_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('question_count', count(*), 'total_seconds', sum(q.time_limit_seconds))
    from reprise.interviews i
    join reprise.interview_questions p on p.interview_id = i.id
    join reprise.questions q on q.id = p.question_id and (q.organization_id is null or q.organization_id = i.organization_id)
    where i.id = p_interview_id
  );
end
$$;
comment on function reprise_private.interview_extent is 'Returns how many questions and seconds an interview has.';
