-- WRITES. Requeues the evaluations that failed in the last days and have no score by a person, for example after an outage that outlasted
-- the attempts. The earlier evaluations go to the history, and each session gets an event. Set the number of days, your name and the
-- reason. One run is one batch and locks its candidates until it ends: run it again until it reports 0.
do $$
declare
  v_days integer := 0;
  v_batch integer := 200;
  v_by text := 'who runs this';
  v_reason text := 'why';
  v_session record;
  v_evaluation record;
  v_positions jsonb;
  v_talked boolean;
  v_answers integer := 0;
begin
  -- Locks in the order of the candidates' ids, as a regrade takes them.
  for v_session in
    select distinct s.user_id, s.id
    from (
      select e.session_id from reprise.evaluations e
      where e.status = 'failed' and e.overridden_score is null and e.finished_at > now() - make_interval(days => v_days)
      order by e.finished_at
      limit v_batch
    ) failed
    join reprise.interview_sessions s on s.id = failed.session_id
    order by s.user_id, s.id
  loop
    perform reprise_private.lock_candidate(v_session.user_id);
    v_positions := '[]';
    v_talked := false;
    for v_evaluation in
      select e.answer_id, e.late_answer_id, e.position from reprise.evaluations e
      where e.session_id = v_session.id
        and e.status = 'failed' and e.overridden_score is null and e.finished_at > now() - make_interval(days => v_days)
      order by e.position
    loop
      if v_evaluation.position is null then
        perform reprise_private.queue_assessment(v_session.id, null, 'retry_evaluation: ' || v_reason);
        v_talked := true;
      else
        perform reprise_private.queue_evaluation(v_evaluation.answer_id, v_evaluation.late_answer_id, null, 'retry_evaluation: ' || v_reason);
        v_positions := v_positions || to_jsonb(v_evaluation.position);
      end if;
      v_answers := v_answers + 1;
    end loop;
    continue when v_positions = '[]' and not v_talked;
    perform reprise_private.record_event(
      v_session.id, null, 'retry_evaluation', jsonb_build_object('positions', v_positions, 'by', v_by, 'reason', v_reason)
        || case when v_talked then '{"conversation": true}' else '{}' end::jsonb
    );
  end loop;
  raise notice '% answers and conversations queued again.', v_answers;
end
$$;
