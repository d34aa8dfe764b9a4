-- People decide: overrides, late answers, extra time and reopening, each with a reason in the audit trail.

-- Lets a kept text be graded instead of what was stored in time. The stored answer is not touched: the evaluation names the late
-- text. Where nothing was stored, the text becomes the answer, with its lateness. Errors: invalid_request.
create function private.accept_late(
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
  return jsonb_build_object('position', v_late.position, 'late_answer_id', v_late.id);
end
$$;
comment on function private.accept_late(public.interview_sessions, uuid, text, jsonb) is 'Has a late answer graded.';
revoke execute on function private.accept_late(public.interview_sessions, uuid, text, jsonb) from public, anon, authenticated;

-- The evaluation of an answer of a session, or a refusal. Errors: invalid_request.
create function private.evaluation_at(p_session_id uuid, p_arguments jsonb)
returns public.evaluations
language plpgsql stable set search_path = ''
as $$
declare
  v_evaluation public.evaluations;
begin
  select * into v_evaluation from public.evaluations e
  where e.session_id = p_session_id and e.position = (p_arguments ->> 'position')::integer;
  if not found then
    perform private.invalid_request('position', 'has no answer in this session');
  end if;
  return v_evaluation;
end
$$;
comment on function private.evaluation_at(uuid, jsonb) is 'Finds the evaluation that a review is about.';
revoke execute on function private.evaluation_at(uuid, jsonb) from public, anon, authenticated;

-- Sets the extra time of a session that runs, also for the question that is open: its deadline moves, and the next heartbeat tells the
-- candidate. Errors: invalid_request, session_closed.
create function private.extend_time(p_session public.interview_sessions, p_arguments jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_percent integer := (p_arguments ->> 'extra_time_percent')::integer;
begin
  if p_session.status <> 'in_progress' then
    perform private.refuse(409, 'session_closed', 'This session is closed.', jsonb_build_object('session_status', p_session.status));
  elsif v_percent is null or not v_percent between p_session.extra_time_percent and 400 then
    perform private.invalid_request(
      'extra_time_percent', 'must be between ' || p_session.extra_time_percent || ' (what the session has) and 400'
    );
  end if;
  update public.interview_sessions s
  set extra_time_percent = v_percent,
    resume_until = s.resume_until + coalesce((
      select sum(make_interval(secs => l * (v_percent - p_session.extra_time_percent) / 100.0)) from unnest(s.time_limits) l
    ), interval '0')
  where s.id = p_session.id;
  update public.session_questions q
  set deadline_at = q.served_at + make_interval(secs => q.time_limit_seconds * (100 + v_percent) / 100.0)
  where q.session_id = p_session.id and q.closed_at is null and q.served_at is not null and q.time_limit_seconds is not null;
  return jsonb_build_object('from_percent', p_session.extra_time_percent, 'to_percent', v_percent);
end
$$;
comment on function private.extend_time(public.interview_sessions, jsonb) is 'Gives a running session more time.';
revoke execute on function private.extend_time(public.interview_sessions, jsonb) from public, anon, authenticated;

-- Puts a person's score beside the machine's; it counts from now on, and the result is written anew. Errors: invalid_request.
create function private.override_score(
  p_session public.interview_sessions, p_actor uuid, p_reason text, p_arguments jsonb
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_evaluation public.evaluations := private.evaluation_at(p_session.id, p_arguments);
  v_score numeric := (p_arguments ->> 'score')::numeric;
begin
  if v_score is null or not v_score between 0 and v_evaluation.max_score then
    perform private.invalid_request('score', 'must be between 0 and ' || v_evaluation.max_score);
  end if;
  insert into public.evaluation_history (answer_id, actor, reason, evaluation)
  values (v_evaluation.answer_id, p_actor, 'override_score: ' || p_reason, to_jsonb(v_evaluation));
  update public.evaluations e
  set overridden_score = v_score, overridden_by = p_actor, overridden_at = now(), override_reason = p_reason
  where e.answer_id = v_evaluation.answer_id;
  perform private.restart_result(p_session.id);
  return jsonb_build_object(
    'position', v_evaluation.position, 'score', v_score, 'machine_score', v_evaluation.score,
    'previous_override', v_evaluation.overridden_score
  );
end
$$;
comment on function private.override_score(public.interview_sessions, uuid, text, jsonb) is 'Lets a person''s score count.';
revoke execute on function private.override_score(public.interview_sessions, uuid, text, jsonb) from public, anon, authenticated;

-- After a key was corrected: takes today's keys of the question bank into every session of an interview and grades the answers again whose
-- key changed. What was there before stays in the history; overrides do not survive a changed key. Caller: owner or recruiter. Errors:
-- interview_not_found, invalid_request.
create function private.regrade_interview(p_interview_id uuid, p_reason text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_row record;
  v_answers integer := 0;
  v_sessions uuid[] := '{}';
begin
  if coalesce(p_reason, '') !~ '\S' or char_length(p_reason) > 2000 then
    perform private.invalid_request('reason', 'is required, at most 2000 characters');
  elsif p_interview_id is null or p_interview_id not in (select private.interviews_of_caller(array['owner', 'recruiter'])) then
    perform private.refuse(404, 'interview_not_found', 'There is no such interview.');
  end if;
  for v_row in
    select s.id as session_id, s.user_id, sq.position, k.correct_option, k.keywords, k.sample_solution, k.criteria
    from public.interview_sessions s
    join public.session_questions sq on sq.session_id = s.id
    join public.question_keys k on k.question_id = sq.question_id
    join public.session_question_keys o on o.session_id = sq.session_id and o.position = sq.position
    where s.interview_id = p_interview_id
      and (o.correct_option, o.keywords, o.sample_solution, o.criteria)
        is distinct from (k.correct_option, k.keywords, k.sample_solution, k.criteria)
    order by s.user_id, s.id, sq.position
  loop
    perform private.lock_candidate(v_row.user_id);
    update public.session_question_keys o
    set correct_option = v_row.correct_option, keywords = v_row.keywords, sample_solution = v_row.sample_solution,
      criteria = v_row.criteria
    where o.session_id = v_row.session_id and o.position = v_row.position
      and (o.correct_option, o.keywords, o.sample_solution, o.criteria)
        is distinct from (v_row.correct_option, v_row.keywords, v_row.sample_solution, v_row.criteria);
    -- Another regrade was here while this one waited for the lock.
    continue when not found;
    perform private.queue_evaluation(e.answer_id, e.late_answer_id, v_user_id, 'regrade: ' || p_reason)
    from public.evaluations e where e.session_id = v_row.session_id and e.position = v_row.position;
    v_answers := v_answers + found::integer;
    if not v_row.session_id = any (v_sessions) then
      v_sessions := v_sessions || v_row.session_id;
      perform private.record_event(v_row.session_id, v_user_id, 'regrade', jsonb_build_object('reason', p_reason));
    end if;
  end loop;
  return jsonb_build_object(
    'sessions', cardinality(v_sessions), 'answers', v_answers, 'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.regrade_interview(uuid, text) is 'Grades an interview again with corrected keys.';
revoke execute on function private.regrade_interview(uuid, text) from public, anon;
grant execute on function private.regrade_interview(uuid, text) to authenticated;

-- completed (finished early), cancelled or abandoned → in_progress: the candidate may resume at the first question without an answer,
-- with a fresh clock and a fresh resume window. Empty answers that stood for skipped questions go; every text stays. Errors:
-- session_not_reopenable.
create function private.reopen_session(p_session public.interview_sessions)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_position integer;
begin
  if p_session.status = 'in_progress' or exists (
    select from public.interview_sessions s
    where s.user_id = p_session.user_id and s.interview_id = p_session.interview_id and s.status = 'in_progress'
  ) then
    perform private.refuse(409, 'session_not_reopenable', 'The candidate has a session of this interview in progress.');
  end if;
  delete from public.answers a where a.session_id = p_session.id and a.source = 'skipped';
  select min(q.position) into v_position from public.session_questions q
  where q.session_id = p_session.id
    and not exists (select from public.answers a where a.session_id = q.session_id and a.position = q.position);
  if v_position is null then
    perform private.refuse(409, 'session_not_reopenable', 'Every question of this session has an answer.');
  elsif exists (select from public.answers a where a.session_id = p_session.id and a.position > v_position) then
    -- Only an accepted late answer can be there. The candidate could not get past it.
    perform private.refuse(409, 'session_not_reopenable', 'A later question of this session has an answer already.');
  end if;
  update public.session_questions q
  set served_at = null, deadline_at = null, closed_at = null, draft = null, draft_at = null
  where q.session_id = p_session.id and q.position >= v_position;
  delete from public.session_results r where r.session_id = p_session.id;
  update public.interview_sessions s
  set status = 'in_progress', position = v_position, closed_at = null, completed_at = null, closed_reason = null,
    resume_until = now() + greatest(s.resume_until - s.started_at, interval '1 hour')
  where s.id = p_session.id;
  return jsonb_build_object('position', v_position, 'was', p_session.status);
end
$$;
comment on function private.reopen_session(public.interview_sessions) is 'Lets a candidate continue a session that was closed.';
revoke execute on function private.reopen_session(public.interview_sessions) from public, anon, authenticated;

-- Grades one answer again (position given), or everything that failed or waits for review, and the summary. Errors: invalid_request.
create function private.retry_evaluation(
  p_session public.interview_sessions, p_actor uuid, p_reason text, p_arguments jsonb
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_evaluation public.evaluations;
  v_positions jsonb := '[]';
begin
  if p_arguments ->> 'position' is not null then
    perform private.evaluation_at(p_session.id, p_arguments);
  end if;
  for v_evaluation in
    select e.* from public.evaluations e
    where e.session_id = p_session.id
      and case when p_arguments ->> 'position' is not null
        then e.position = (p_arguments ->> 'position')::integer
        else e.status in ('failed', 'needs_review') end
    order by e.position
  loop
    perform private.queue_evaluation(
      v_evaluation.answer_id, v_evaluation.late_answer_id, p_actor, 'retry_evaluation: ' || p_reason
    );
    v_positions := v_positions || to_jsonb(v_evaluation.position);
  end loop;
  perform private.restart_result(p_session.id);
  return jsonb_build_object('positions', v_positions);
end
$$;
comment on function private.retry_evaluation(public.interview_sessions, uuid, text, jsonb) is 'Grades answers again.';
revoke execute on function private.retry_evaluation(public.interview_sessions, uuid, text, jsonb) from public, anon, authenticated;

-- What a reviewer may do to a session of their organization; each action with a reason, in the audit trail. Locks the candidate.
-- Not found and not yours are one answer. Errors: session_not_found, invalid_request, and those of the action.
create function private.review_session(p_session_id uuid, p_action text, p_reason text, p_arguments jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.interview_sessions;
  v_detail jsonb;
begin
  if coalesce(p_reason, '') !~ '\S' or char_length(p_reason) > 2000 then
    perform private.invalid_request('reason', 'is required, at most 2000 characters');
  end if;
  select * into v_session from public.interview_sessions s where s.id = p_session_id and private.reviews_session(s.id);
  if not found then
    perform private.refuse(404, 'session_not_found', 'There is no such session.');
  end if;
  if v_session.user_id = v_user_id then
    perform private.refuse(403, 'not_allowed', 'Nobody reviews a session of their own.');
  end if;
  perform private.lock_candidate(v_session.user_id);
  select * into v_session from public.interview_sessions s where s.id = p_session_id;
  v_session := private.settle_session(v_session);
  v_detail := case p_action
    when 'override_score' then private.override_score(v_session, v_user_id, p_reason, p_arguments)
    when 'accept_late' then private.accept_late(v_session, v_user_id, p_reason, p_arguments)
    when 'retry_evaluation' then private.retry_evaluation(v_session, v_user_id, p_reason, p_arguments)
    when 'extend_time' then private.extend_time(v_session, p_arguments)
    when 'reopen' then private.reopen_session(v_session)
  end;
  if v_detail is null then
    perform private.invalid_request('action', 'must be override_score, accept_late, retry_evaluation, extend_time or reopen');
  end if;
  perform private.record_event(v_session.id, v_user_id, p_action, v_detail || jsonb_build_object('reason', p_reason));
  return private.get_results(p_session_id);
end
$$;
comment on function private.review_session(uuid, text, text, jsonb) is 'A reviewer''s action on a session.';
revoke execute on function private.review_session(uuid, text, text, jsonb) from public, anon;
grant execute on function private.review_session(uuid, text, text, jsonb) to authenticated;
