-- completed (finished early), cancelled or abandoned → in_progress: the candidate may resume at the first question without an answer, with
-- a fresh clock and a fresh resume window. Deletes empty answers of skipped questions; every text stays. What people had decided about such
-- an answer is deleted with it and returned as `removed`, for the event. Conversations cannot be reopened. The caller holds the candidate's
-- lock.
-- Errors: session_not_reopenable.
create function reprise_private.reopen_session(p_session reprise.interview_sessions)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_position integer;
  v_removed jsonb;
begin
  if p_session.mode = 'conversation' then
    perform reprise_private.refuse_and_roll_back(409, 'session_not_reopenable', '{"reason": "conversation"}');
  elsif p_session.status = 'in_progress' or exists (
    select from reprise.interview_sessions s
    where s.user_id = p_session.user_id and s.interview_id = p_session.interview_id and s.status = 'in_progress'
  ) then
    perform reprise_private.refuse_and_roll_back(409, 'session_not_reopenable', '{"reason": "session_in_progress"}');
  end if;
  select jsonb_agg(jsonb_build_object(
    'position', e.position,
    'evaluation', jsonb_build_object(
      'status', e.status, 'grader', e.grader, 'score', e.score, 'late_answer_id', e.late_answer_id,
      'overridden_score', e.overridden_score, 'overridden_by', e.overridden_by,
      'overridden_at', reprise_private.rfc3339(e.overridden_at), 'override_reason', e.override_reason
    ),
    'history', reprise_private.evaluation_history_view(e.answer_id, null)
  ) order by e.position) into v_removed
  from reprise.answers a
  join reprise.evaluations e on e.answer_id = a.id
  where a.session_id = p_session.id and a.source = 'skipped'
    and exists (select from reprise.evaluation_history h where h.answer_id = a.id);
  delete from reprise.answers a where a.session_id = p_session.id and a.source = 'skipped';
  select min(q.position) into v_position from reprise.session_questions q
  where q.session_id = p_session.id
    and not exists (select from reprise.answers a where a.session_id = q.session_id and a.position = q.position);
  if v_position is null then
    perform reprise_private.refuse_and_roll_back(409, 'session_not_reopenable', '{"reason": "every_question_answered"}');
  elsif exists (select from reprise.answers a where a.session_id = p_session.id and a.position > v_position) then
    -- Only an accepted late text can be there, and the candidate could not continue past it.
    perform reprise_private.refuse_and_roll_back(409, 'session_not_reopenable', '{"reason": "later_question_answered"}');
  end if;
  update reprise.session_questions q
  set served_at = null, deadline_at = null, closed_at = null, draft = null, draft_at = null
  where q.session_id = p_session.id and q.position >= v_position;
  delete from reprise.session_results r where r.session_id = p_session.id;
  update reprise.interview_sessions s
  set status = 'in_progress', position = v_position, closed_at = null, completed_at = null, closed_reason = null,
    resume_until = now() + greatest(s.resume_until - s.started_at, interval '1 hour')
  where s.id = p_session.id;
  return jsonb_build_object('position', v_position, 'was', p_session.status)
    || case when v_removed is null then '{}' else jsonb_build_object('removed', v_removed) end;
end
$$;
comment on function reprise_private.reopen_session is 'Reopens a session that was closed early, so that its candidate can resume it.';
