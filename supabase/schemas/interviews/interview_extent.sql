-- Returns how much an interview asks: question_count, and total_seconds without extra time (interview_totals). A conversation has neither: 0
-- and null.
create function reprise_private.interview_extent(p_interview_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('question_count', t.question_count, 'total_seconds', t.total_seconds)
    from reprise_private.interview_totals(p_interview_id) t
  );
end
$$;
comment on function reprise_private.interview_extent is 'Returns how many questions and seconds an interview has.';
