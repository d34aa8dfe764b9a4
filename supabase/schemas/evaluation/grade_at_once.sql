-- Returns how an answer is graded without a grader: done with its score, needs_review if nobody can answer the question or the key of an mcq
-- names none of its options (no candidate loses points through an author's mistake), else queued for a grader.
create function reprise_private.grade_at_once(p_question reprise.session_questions, p_text text, p_correct_option text)
returns table (status text, score numeric)
language plpgsql immutable set search_path = ''
as $$
begin
  if not reprise_private.is_answerable(p_question.kind, p_question.prompt, p_question.options)
    or (p_question.kind = 'mcq' and p_text <> '' and not reprise_private.is_option_id(p_question.options, p_correct_option))
  then
    status := 'needs_review';
  else
    score := reprise_private.immediate_score(p_question.kind, p_text, p_correct_option, p_question.points);
    status := case when score is null then 'queued' else 'done' end;
  end if;
  return next;
end
$$;
comment on function reprise_private.grade_at_once is 'Returns how an answer is graded without a grader.';
