-- Returns how much an interview asks: question_count, and total_seconds without extra time. A conversation has neither: 0 and null.
create function reprise_private.interview_extent(p_interview_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('question_count', count(*), 'total_seconds', sum(q.time_limit_seconds))
    from reprise.interview_questions p join reprise.questions q on q.id = p.question_id
    where p.interview_id = p_interview_id
  );
end
$$;
comment on function reprise_private.interview_extent is 'Returns how many questions and seconds an interview has.';
