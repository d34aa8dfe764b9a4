-- nothing, or an earlier assessment → queued; or needs_review at once, flagged too_short, if the candidate has written less than the settings
-- assessment_messages or assessment_characters: then no model is asked. The earlier assessment is added to the history, with actor and
-- reason; an existing result starts over. Calls the graders if a person queued it. The caller holds the candidate's lock or is the
-- transaction that completed the conversation.
create function reprise_private.queue_assessment(p_session_id uuid, p_actor uuid, p_reason text)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_points integer;
  v_short boolean;
begin
  select sum((c ->> 'points')::integer) into v_points
  from reprise.conversation_criteria k cross join jsonb_array_elements(k.criteria) c
  where k.session_id = p_session_id;
  -- The beginning of each message is enough to know, and cheap to read.
  select count(*) < t.assessment_messages
    or coalesce(sum(char_length(btrim(left(m.content, t.assessment_characters)))), 0) < t.assessment_characters into v_short
  from reprise_private.settings t
  left join reprise.messages m on m.session_id = p_session_id and m.role = 'candidate'
  group by t.assessment_messages, t.assessment_characters;

  -- One statement, so that a grader that completes the job meanwhile is either in the history or refused.
  with replaced as (
    delete from reprise.evaluations e where e.answer_id = p_session_id returning e.*
  )
  insert into reprise.evaluation_history (conversation_id, actor, reason, evaluation)
  select r.session_id, p_actor, p_reason, to_jsonb(r) from replaced r;
  insert into reprise.evaluations (
    answer_id, session_id, position, kind, max_score, max_attempts, status, grader, feedback, flags, finished_at
  )
  select p_session_id, p_session_id, null, 'conversation', v_points, t.evaluation_max_attempts,
    case when v_short then 'needs_review' else 'queued' end, case when v_short then 'none' end,
    case when v_short then '{"text": "This conversation was too short to be assessed."}' else '{}' end::jsonb,
    case when v_short then '{too_short}' else '{}' end::text[], case when v_short then now() end
  from reprise_private.settings t;
  perform reprise_private.reset_result(p_session_id);
  update reprise.session_results r set maximum = v_points where r.session_id = p_session_id;
  if p_actor is not null and not v_short then
    perform reprise_private.call_graders();
  end if;
end
$$;
comment on function reprise_private.queue_assessment is 'Queues the assessment of a conversation and adds the earlier one to the history.';
