-- An accepted late answer of a cancelled or abandoned session was graded and counted nowhere: the session had no result.

-- nothing → grading: a session gets its result row, if it has none. Caller: the transaction that completed the session, or a review
-- that holds the candidate's lock.
create function private.open_result(p_session_id uuid)
returns void
language sql set search_path = ''
as $$
  insert into public.session_results (session_id, maximum, max_attempts)
  select p_session_id, (select sum(q.points) from public.session_questions q where q.session_id = p_session_id), t.evaluation_max_attempts
  from private.settings t
  on conflict (session_id) do nothing
$$;
comment on function private.open_result(uuid) is 'Opens the result of a session.';
revoke execute on function private.open_result(uuid) from public, anon, authenticated;

-- A completed session gets its result row, and its recruiters are told over Realtime where the project has it. A broadcast that fails
-- is noted in the audit trail and stops nothing.
create or replace function private.on_session_completed()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.open_result(new.id);
  if new.organization_id is not null and to_regprocedure('realtime.send(jsonb, text, text, boolean)') is not null then
    begin
      execute 'select realtime.send($1, $2, $3, true)' using
        jsonb_build_object('session_id', new.id, 'interview_id', new.interview_id, 'completed_at', private.rfc3339(new.completed_at)),
        'session_completed', 'organization:' || new.organization_id;
    exception when others then
      perform private.record_event(new.id, null, 'notification_failed', jsonb_build_object('sqlstate', sqlstate));
    end;
  end if;
  return null;
end
$$;
comment on function private.on_session_completed() is 'Trigger: opens the result of a completed session and tells its recruiters.';
revoke execute on function private.on_session_completed() from public, anon, authenticated;

-- Lets a kept text be graded instead of what was stored in time. The stored answer is not touched: the evaluation names the late
-- text. Where nothing was stored, the text becomes the answer, with its lateness. A cancelled or abandoned session gets a result by it.
-- Errors: invalid_request.
create or replace function private.accept_late(
  p_session public.interview_sessions, p_actor uuid, p_reason text, p_arguments jsonb
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_late public.late_answers;
  v_answer_id uuid;
begin
  select * into v_late from public.late_answers k
  where k.session_id = p_session.id and k.id = (p_arguments ->> 'late_answer_id')::uuid;
  if not found then
    perform private.invalid_request('late_answer_id', 'is not a kept text of this session');
  end if;
  select a.id into v_answer_id from public.answers a where a.session_id = p_session.id and a.position = v_late.position;
  if found then
    perform private.queue_evaluation(v_answer_id, v_late.id, p_actor, 'accept_late: ' || p_reason);
  elsif p_session.status = 'in_progress' then
    perform private.invalid_request('late_answer_id', 'belongs to a question that is still open');
  else
    insert into public.answers (session_id, position, answer, source, sha256, received_at, late_by)
    values (p_session.id, v_late.position, v_late.answer, 'submitted', v_late.sha256, v_late.received_at, v_late.late_by);
  end if;
  update public.late_answers k set accepted_at = now() where k.id = v_late.id;
  if p_session.status <> 'in_progress' then
    perform private.open_result(p_session.id);
  end if;
  return jsonb_build_object('position', v_late.position, 'late_answer_id', v_late.id);
end
$$;
comment on function private.accept_late(public.interview_sessions, uuid, text, jsonb) is 'Has a late answer graded.';
revoke execute on function private.accept_late(public.interview_sessions, uuid, text, jsonb) from public, anon, authenticated;

-- The numbers of a session: a person's score counts before the machine's; what has no score adds nothing and is said (all_graded).
-- A question without an answer, as in a cancelled session, has nothing to grade: it adds nothing to the total, its points to the maximum.
create or replace function private.score_session(p_session_id uuid)
returns table (total numeric, percentage numeric, all_graded boolean)
language sql stable set search_path = ''
as $$
  select coalesce(sum(private.counted_score(e)), 0),
    round(100 * coalesce(sum(private.counted_score(e)), 0) / nullif(sum(q.points), 0), 2),
    coalesce(bool_and(private.counted_score(e) is not null) filter (where e.answer_id is not null), true)
  from public.session_questions q
  left join public.evaluations e on e.session_id = q.session_id and e.position = q.position
  where q.session_id = p_session_id
$$;
comment on function private.score_session(uuid) is 'Total, percentage and completeness of a session''s scores.';
revoke execute on function private.score_session(uuid) from public, anon, authenticated;
