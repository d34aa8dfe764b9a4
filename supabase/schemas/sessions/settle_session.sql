-- Closes what has expired in a session; the only function that expires questions. Start, submit, heartbeat, resume, finish and
-- cleanup all call it, so it does not matter which comes first. The caller holds the candidate's lock. A repeat changes nothing.
-- An expired question closes at deadline + grace with its last draft (source draft) or empty (source expired); the next one is not served.
-- After a break whose time is over the next one is served, at that moment.
-- in_progress → completed after the last question; in_progress → abandoned after resume_until, but not while an open question has time
-- left: resume_until limits when a new question may begin.
create function reprise_private.settle_session(p_session reprise.interview_sessions)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions := p_session;
  v_question reprise.session_questions;
  v_closes_at timestamptz;
  v_has_draft boolean;
begin
  if v_session.status <> 'in_progress' then
    return v_session;
  end if;
  if v_session.break_until < now() then
    v_session := reprise_private.end_overdue_break(v_session);
  end if;
  select * into v_question from reprise.session_questions q
  where q.session_id = v_session.id and q.position = v_session.position and q.closed_at is null;
  v_closes_at := v_question.deadline_at + make_interval(secs => v_session.grace_seconds);
  if v_closes_at >= now() then
    return v_session;
  end if;
  if v_closes_at < now() then
    v_has_draft := coalesce(v_question.draft <> '', false);
    perform reprise_private.store_answer(
      v_session.id, v_session.position,
      case when v_has_draft then v_question.draft else '' end,
      case when v_has_draft then 'draft' else 'expired' end,
      case when v_has_draft then v_question.draft_at else v_closes_at end
    );
    update reprise.session_questions q set closed_at = v_closes_at
    where q.session_id = v_session.id and q.position = v_session.position;
    update reprise.interview_sessions s set position = s.position + 1
    where s.id = v_session.id
    returning * into v_session;
    perform reprise_private.record_event(v_session.id, null, 'question_expired', jsonb_build_object(
      'position', v_question.position, 'source', case when v_has_draft then 'draft' else 'expired' end,
      'closed_at', reprise_private.rfc3339(v_closes_at)
    ));
    if v_session.position = v_session.question_count then
      return reprise_private.close_session(v_session, 'completed', 'expired', v_closes_at, null);
    end if;
  end if;
  if v_session.resume_until < now() then
    return reprise_private.close_session(
      v_session, 'abandoned', 'resume_window_passed', greatest(v_session.resume_until, v_closes_at), null
    );
  end if;
  return v_session;
end
$$;
comment on function reprise_private.settle_session is 'Closes what has expired in a session.';
