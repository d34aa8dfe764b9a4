-- Stores the answer to the current question and moves to the next position; after the last question the session becomes completed.
-- If the text is empty because the time is up, the saved draft becomes the answer: the client may have lost what was typed.
-- The caller holds the candidate's lock, has settled the session, has checked the lease and has found no answer at p_position.
-- Errors: position_ahead, invalid_request (not an option), and those of reprise_private.check_room. Committed refusal: too_fast.
create function reprise_private.accept_answer(
  p_session reprise.interview_sessions, p_active reprise.active_interview_sessions,
  p_position integer, p_text text, p_client_submitted_at timestamptz, p_time_expired boolean
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
  v_question reprise.session_questions;
  v_answer reprise.answers;
begin
  select * into v_question from reprise.session_questions q
  where q.session_id = p_session.id and q.position = p_position and q.served_at is not null;
  if not found or p_position <> p_session.position then
    perform reprise_private.refuse_and_roll_back(409, 'position_ahead', jsonb_build_object('position', p_session.position));
  end if;
  perform reprise_private.check_option(v_question, p_text, p_time_expired);
  if now() < v_question.served_at + make_interval(secs => v_question.min_seconds) and v_question.min_seconds > 0 then
    return reprise_private.store_draft_and_refuse_too_fast(v_question, p_text);
  end if;
  perform reprise_private.check_room(p_session, octet_length(p_text));
  if p_text = '' and v_question.draft <> '' then
    v_answer := reprise_private.store_answer(p_session.id, p_position, v_question.draft, 'draft', v_question.draft_at);
  else
    v_answer := reprise_private.store_answer(p_session.id, p_position, p_text, 'submitted', greatest(now(), v_question.served_at));
  end if;
  update reprise.session_questions q set closed_at = greatest(now(), q.served_at) where q.session_id = p_session.id and q.position = p_position;
  update reprise.interview_sessions s set position = s.position + 1 where s.id = p_session.id returning * into v_session;
  perform reprise_private.record_event(v_session.id, v_session.user_id, 'answer_submitted', jsonb_build_object(
    'position', p_position, 'answer_id', v_answer.id, 'lease', p_active.lease_number, 'time_expired', p_time_expired,
    'client_submitted_at', reprise_private.rfc3339(p_client_submitted_at)
  ));
  if v_session.position = v_session.question_count then
    perform reprise_private.close_session(v_session, 'completed', 'answered', now(), v_session.user_id);
  end if;
  return reprise_private.accepted_body(v_answer, false);
end
$$;
comment on function reprise_private.accept_answer is 'Stores the answer to the current question and moves to the next position.';
