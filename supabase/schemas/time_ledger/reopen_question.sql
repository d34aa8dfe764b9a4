-- expired → open: what closed the question is deleted, and a session that ended with it is in progress again. Its draft stays, or a newer text
-- that came after it had closed takes its place. The caller holds the candidate's lock and has asked reprise_private.can_reopen_question; the
-- caller writes the event. Returns the session as it then is.
create function reprise_private.reopen_question(p_session reprise.interview_sessions, p_position integer)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
begin
  delete from reprise.answers a where a.session_id = p_session.id and a.position = p_position;
  delete from reprise.session_results r where r.session_id = p_session.id;
  update reprise.session_questions q
  set closed_at = null, draft = coalesce(late.answer, q.draft), draft_at = coalesce(late.received_at, q.draft_at)
  from (values (1)) one
  left join lateral (
    select k.answer, k.received_at from reprise.late_answers k
    where k.session_id = p_session.id and k.position = p_position and k.reason in ('late', 'late_draft')
      and k.lease_number = p_session.lease_number
    order by k.received_at desc, k.id desc
    limit 1
  ) late on true
  where q.session_id = p_session.id and q.position = p_position;
  update reprise.interview_sessions s
  set position = p_position, status = 'in_progress', closed_at = null, completed_at = null, closed_reason = null
  where s.id = p_session.id
  returning * into v_session;
  return v_session;
end
$$;
comment on function reprise_private.reopen_question is 'Opens a question again that the clock had closed.';
