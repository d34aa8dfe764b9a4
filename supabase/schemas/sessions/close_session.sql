-- in_progress → completed, cancelled or abandoned. Every session ends here. The caller holds the candidate's lock.
-- Closes the open question with its draft. A completed session gets an empty answer (source skipped) for each question without one.
-- Writes one event and deletes the active row.
create function reprise_private.close_session(
  p_session reprise.interview_sessions, p_status text, p_reason text, p_at timestamptz, p_actor uuid
)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
  v_question reprise.session_questions;
begin
  perform reprise_private.end_break(p_session, p_at);
  select * into v_question from reprise.session_questions q
  where q.session_id = p_session.id and q.position = p_session.position and q.closed_at is null;
  if v_question.draft <> '' then
    perform reprise_private.store_answer(p_session.id, p_session.position, v_question.draft, 'draft', v_question.draft_at);
  end if;
  if p_status = 'completed' then
    perform reprise_private.store_answer(q.session_id, q.position, '', 'skipped', p_at)
    from reprise.session_questions q
    where q.session_id = p_session.id
      and not exists (select from reprise.answers a where a.session_id = q.session_id and a.position = q.position)
    order by q.position;
  end if;
  update reprise.session_questions q set closed_at = p_at where q.session_id = p_session.id and q.closed_at is null;
  update reprise.interview_sessions s
  set status = p_status, closed_reason = p_reason, closed_at = p_at,
    completed_at = case when p_status = 'completed' then p_at end
  where s.id = p_session.id
  returning * into v_session;
  perform reprise_private.delete_active_row(p_session.id);
  perform reprise_private.record_event(p_session.id, p_actor, 'session_' || p_status, jsonb_build_object(
    'reason', p_reason, 'position', v_session.position, 'closed_at', reprise_private.rfc3339(p_at)
  ));
  return v_session;
end
$$;
comment on function reprise_private.close_session is 'Closes a session with a status and a reason.';
