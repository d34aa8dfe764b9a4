-- Grades one answer again (if a position is given), or everything that failed, waits for review or was graded without a model, and the
-- summary. Without a position, scores that a person has set stay. Errors: invalid_request.
create function reprise_private.retry_evaluation(
  p_session reprise.interview_sessions, p_actor uuid, p_reason text, p_arguments jsonb
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_evaluation reprise.evaluations;
  v_positions jsonb := '[]';
begin
  if p_session.mode = 'conversation' then
    return reprise_private.retry_assessment(p_session, p_actor, p_reason);
  end if;
  if p_arguments ->> 'position' is not null then
    perform reprise_private.find_evaluation(p_session.id, p_arguments);
  end if;
  for v_evaluation in
    select e.* from reprise.evaluations e
    where e.session_id = p_session.id
      and case when p_arguments ->> 'position' is not null
        then e.position = (p_arguments ->> 'position')::integer
        else (e.status in ('failed', 'needs_review') or e.provisional) and e.overridden_score is null end
    order by e.position
  loop
    perform reprise_private.queue_evaluation(
      v_evaluation.answer_id, v_evaluation.late_answer_id, p_actor, 'retry_evaluation: ' || p_reason
    );
    v_positions := v_positions || to_jsonb(v_evaluation.position);
  end loop;
  perform reprise_private.reset_result(p_session.id);
  return jsonb_build_object('positions', v_positions);
end
$$;
comment on function reprise_private.retry_evaluation is 'Queues answers of a session, and its summary, for grading again.';
