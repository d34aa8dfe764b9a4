-- Makes a late text the answer to its question, in place of the draft with which the clock closed it. The text keeps its own receipt, and a
-- repeat of the submit gets the answer's. The caller holds the candidate's lock, and the time ledger shows that the text was in time.
create function reprise_private.answer_with_late_text(p_session reprise.interview_sessions, p_late reprise.late_answers)
returns void
language plpgsql set search_path = ''
as $$
begin
  delete from reprise.answers a where a.session_id = p_late.session_id and a.position = p_late.position;
  perform reprise_private.store_answer(p_late.session_id, p_late.position, p_late.answer, 'submitted', p_late.received_at);
  update reprise.session_questions q set closed_at = p_late.received_at
  where q.session_id = p_late.session_id and q.position = p_late.position;
  update reprise.late_answers k set accepted_at = now() where k.id = p_late.id;
  if p_session.status <> 'in_progress' then
    update reprise.interview_sessions s set closed_reason = 'answered' where s.id = p_session.id;
    perform reprise_private.reset_result(p_session.id);
  end if;
end
$$;
comment on function reprise_private.answer_with_late_text is 'Makes a late text the answer to its question.';
