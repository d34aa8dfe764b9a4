-- Returns the bytes of text that a grader sends to a model for one job: the prompt, the key, and the graded text, which is the accepted
-- late text if there is one. Used to compare jobs, because their token reservations grow with it.
create function reprise_private.job_bytes(p_evaluation reprise.evaluations)
returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  if p_evaluation.kind = 'conversation' then
    return reprise_private.assessment_bytes(p_evaluation);
  end if;
  return (
    select octet_length(coalesce(l.answer, a.answer))::bigint + octet_length(q.prompt) + coalesce(octet_length(k.sample_solution), 0)
      + coalesce(octet_length(k.keywords::text), 0) + coalesce(octet_length(k.criteria::text), 0)
    from reprise.answers a
    join reprise.session_questions q on q.session_id = a.session_id and q.position = a.position
    left join reprise.session_question_keys k on k.session_id = a.session_id and k.position = a.position
    left join reprise.late_answers l on l.id = p_evaluation.late_answer_id
    where a.id = p_evaluation.answer_id
  );
end
$$;
comment on function reprise_private.job_bytes is 'Returns the bytes of text that a grader sends to a model for one job.';
