-- Returns the text that is graded for an answer: the late text that a reviewer accepted, if there is one, else the answer's.
create function reprise_private.graded_text(p_answer_id uuid, p_late_answer_id uuid)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(
    (select l.answer from reprise.late_answers l where l.id = p_late_answer_id), (select a.answer from reprise.answers a where a.id = p_answer_id)
  );
end
$$;
comment on function reprise_private.graded_text is 'Returns the text that is graded for an answer.';
