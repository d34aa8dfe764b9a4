-- Candidates see what their interview allows, recruiters everything about their organization's sessions.

-- A candidate's own history in numbers. Durations and response times in seconds.
create function private.candidate_analytics(p_user_id uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  with own as (
    select s.id, s.mode, s.status, extract(epoch from s.completed_at - s.started_at) as seconds
    from public.interview_sessions s where s.user_id = p_user_id
  ), responses as (
    select o.mode, extract(epoch from a.received_at - q.served_at) as seconds
    from own o
    join public.answers a on a.session_id = o.id and a.source = 'submitted'
    join public.session_questions q on q.session_id = a.session_id and q.position = a.position and q.served_at is not null
  )
  select jsonb_build_object(
    'sessions', count(*),
    'completed', count(*) filter (where o.status = 'completed'),
    'completion_rate', round(count(*) filter (where o.status = 'completed')::numeric / nullif(count(*), 0), 4),
    'average_duration_seconds', round(avg(o.seconds) filter (where o.status = 'completed'), 3),
    'response_seconds', (
      select jsonb_build_object(
        'count', count(*), 'average', round(avg(r.seconds), 3), 'minimum', round(min(r.seconds), 3), 'maximum', round(max(r.seconds), 3)
      ) from responses r
    ),
    'by_mode', coalesce((
      select jsonb_object_agg(m.mode, jsonb_build_object(
        'sessions', m.sessions, 'completed', m.completed, 'average_duration_seconds', m.seconds
      ))
      from (
        select b.mode, count(*) as sessions, count(*) filter (where b.status = 'completed') as completed,
          round(avg(b.seconds) filter (where b.status = 'completed'), 3) as seconds
        from own b group by b.mode
      ) m
    ), '{}')
  )
  from own o
$$;
comment on function private.candidate_analytics(uuid) is 'A candidate''s own history in numbers.';
revoke execute on function private.candidate_analytics(uuid) from public, anon, authenticated;

-- Who a candidate is, for reviewers.
create function private.candidate_name(p_user_id uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'user_id', u.id, 'email', u.email,
    'name', coalesce(case when jsonb_typeof(u.raw_user_meta_data) = 'object' then u.raw_user_meta_data ->> 'full_name' end, u.email)
  )
  from auth.users u
  where u.id = p_user_id
$$;
comment on function private.candidate_name(uuid) is 'Name and e-mail of a candidate.';
revoke execute on function private.candidate_name(uuid) from public, anon, authenticated;

-- How far the grading of a session is.
create function private.grading_counts(p_session_id uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'total', count(*),
    'graded', count(*) filter (where private.counted_score(e) is not null),
    'open', count(*) filter (where e.status in ('queued', 'running')),
    'needs_review', count(*) filter (where e.status = 'needs_review' and e.overridden_score is null),
    'failed', count(*) filter (where e.status = 'failed' and e.overridden_score is null)
  )
  from public.evaluations e
  where e.session_id = p_session_id
$$;
comment on function private.grading_counts(uuid) is 'How many answers of a session are graded.';
revoke execute on function private.grading_counts(uuid) from public, anon, authenticated;

-- The result object of the API; null while there is none. The recommendation is marked as what it is.
create function private.result_view(p_session_id uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'total', r.total, 'maximum', r.maximum, 'percentage', r.percentage, 'all_graded', r.all_graded,
    'note', case when not r.all_graded then 'Not all answers are graded.' end,
    'summary', r.summary, 'strengths', r.strengths, 'improvements', r.improvements,
    'recommendation', r.recommendation, 'advisory', true, 'grader', r.grader
  )
  from public.session_results r
  where r.session_id = p_session_id and r.status in ('ready', 'failed')
$$;
comment on function private.result_view(uuid) is 'The result object of the API.';
revoke execute on function private.result_view(uuid) from public, anon, authenticated;

-- Where a session's result stands: in_progress, closed (it ended without a result), grading, ready or failed.
create function private.results_status(p_session public.interview_sessions)
returns text
language sql stable set search_path = ''
as $$
  select case
    when p_session.status = 'in_progress' then 'in_progress'
    else coalesce(
      (select case r.status when 'running' then 'grading' else r.status end
       from public.session_results r where r.session_id = p_session.id),
      'closed'
    )
  end
$$;
comment on function private.results_status(public.interview_sessions) is 'Where a session''s result stands.';
revoke execute on function private.results_status(public.interview_sessions) from public, anon, authenticated;

-- A candidate's own result. Scores only when the session is over, its grading has ended and its interview shows results (a session
-- without an interview always does). Of the graders' words only text, strengths and improvements, never keywords or criteria, and
-- nothing where something was withheld. Until scores are shown, graded is whatever no grader is to look at any more: that an answer waits for
-- review or failed would tell a candidate, while they still answer, what raises suspicion.
create function private.candidate_results(p_session public.interview_sessions)
returns jsonb
language sql stable set search_path = ''
as $$
  with standing as (
    select private.results_status(p_session) as status, private.grading_counts(p_session.id) as counts,
      coalesce((select i.results_visible_to_candidate from public.interviews i where i.id = p_session.interview_id), true) as visible
  ), shown as (
    select case when t.visible or t.status = 'in_progress' then t.status else 'hidden' end as status,
      t.visible and t.status in ('ready', 'failed') as scores, t.counts
    from standing t
  )
  select jsonb_build_object(
    'status', w.status,
    'counts', jsonb_build_object(
      'total', w.counts -> 'total',
      'graded', case when w.scores then (w.counts ->> 'graded')::integer else (w.counts ->> 'total')::integer - (w.counts ->> 'open')::integer end
    ),
    'result', case when w.scores then private.result_view(p_session.id) - 'grader' end,
    'answers', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'position', q.position, 'kind', q.kind, 'prompt', q.prompt, 'options', q.options,
          'answer', a.answer, 'source', a.source, 'max_score', q.points
        ) || case when w.scores then jsonb_build_object(
          'score', private.counted_score(e), 'grader', e.grader, 'provisional', e.provisional and e.overridden_score is null,
          'reviewed', e.overridden_score is not null,
          'feedback', case when e.status = 'done' and not ('withheld' = any (e.flags)) then
            jsonb_strip_nulls(jsonb_build_object(
              'text', e.feedback -> 'text', 'strengths', e.feedback -> 'strengths', 'improvements', e.feedback -> 'improvements'
            ))
          else '{}' end
        ) else '{}' end
        order by q.position
      )
      from public.session_questions q
      left join public.answers a on a.session_id = q.session_id and a.position = q.position
      left join public.evaluations e on e.answer_id = a.id
      where q.session_id = p_session.id and q.served_at is not null
    ), '[]')
  )
  from shown w
$$;
comment on function private.candidate_results(public.interview_sessions) is 'The part of a result that its candidate may see.';
revoke execute on function private.candidate_results(public.interview_sessions) from public, anon, authenticated;

-- Validates the arguments of a list. Errors: invalid_request.
create function private.check_page(p_size integer, p_cursor text, p_status text, p_mode text)
returns void
language plpgsql immutable set search_path = ''
as $$
begin
  if p_size not between 1 and 100 then
    perform private.invalid_request('limit', 'must be between 1 and 100');
  elsif p_cursor is not null and p_cursor !~ '^\d{1,18}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    perform private.invalid_request('cursor', 'is not a cursor of this list');
  elsif p_status is not null and p_status not in ('in_progress', 'completed', 'cancelled', 'abandoned') then
    perform private.invalid_request('status', 'must be in_progress, completed, cancelled or abandoned');
  elsif p_mode is not null and p_mode not in ('timed', 'practice', 'conversation') then
    perform private.invalid_request('mode', 'must be timed, practice or conversation');
  end if;
end
$$;
comment on function private.check_page(integer, text, text, text) is 'Validates the arguments of a list.';
revoke execute on function private.check_page(integer, text, text, text) from public, anon, authenticated;

-- What an evaluation was before, oldest first.
create function private.evaluation_history_view(p_answer_id uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'replaced_at', private.rfc3339(h.replaced_at), 'actor', h.actor, 'reason', h.reason,
    'status', h.evaluation -> 'status', 'score', h.evaluation -> 'score', 'overridden_score', h.evaluation -> 'overridden_score',
    'grader', h.evaluation -> 'grader', 'model', h.evaluation -> 'model', 'prompt_version', h.evaluation -> 'prompt_version'
  ) order by h.id), '[]')
  from public.evaluation_history h
  where h.answer_id = p_answer_id
$$;
comment on function private.evaluation_history_view(uuid) is 'Earlier evaluations of an answer.';
revoke execute on function private.evaluation_history_view(uuid) from public, anon, authenticated;

-- An evaluation as reviewers see it: without claims, with the machine's and the person's score side by side.
create function private.evaluation_view(p_evaluation public.evaluations)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'status', p_evaluation.status, 'attempts', p_evaluation.attempts, 'max_attempts', p_evaluation.max_attempts,
    'grader', p_evaluation.grader, 'provisional', p_evaluation.provisional, 'model', p_evaluation.model,
    'prompt_version', p_evaluation.prompt_version, 'input_tokens', p_evaluation.input_tokens,
    'output_tokens', p_evaluation.output_tokens, 'latency_ms', p_evaluation.latency_ms,
    'machine_score', p_evaluation.score, 'overridden_score', p_evaluation.overridden_score,
    'overridden_by', p_evaluation.overridden_by, 'override_reason', p_evaluation.override_reason,
    'feedback', p_evaluation.feedback, 'flags', p_evaluation.flags, 'error', p_evaluation.error,
    'late_answer_id', p_evaluation.late_answer_id, 'finished_at', private.rfc3339(p_evaluation.finished_at)
  )
  where p_evaluation.answer_id is not null
$$;
comment on function private.evaluation_view(public.evaluations) is 'An evaluation as reviewers see it.';
revoke execute on function private.evaluation_view(public.evaluations) from public, anon, authenticated;

-- The funnel of an interview, how long it takes, and how it scores.
create function private.interview_analytics(p_interview_id uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  with taken as (
    select s.id, s.user_id, s.status, s.question_count, extract(epoch from s.completed_at - s.started_at) as seconds, r.percentage
    from public.interview_sessions s
    left join public.session_results r on r.session_id = s.id
    where s.interview_id = p_interview_id
  ), reached as (
    select q.position, count(*) as sessions
    from taken t
    join public.session_questions q on q.session_id = t.id and q.served_at is not null
    group by q.position
  )
  select jsonb_build_object(
    'sessions', count(*),
    'candidates', count(distinct t.user_id),
    'completion_rate', round(count(*) filter (where t.status = 'completed')::numeric / nullif(count(*), 0), 4),
    'funnel', jsonb_build_object(
      'invited', (select count(*) from public.interview_invitations v where v.interview_id = p_interview_id),
      'started', count(*),
      'in_progress', count(*) filter (where t.status = 'in_progress'),
      'completed', count(*) filter (where t.status = 'completed'),
      'cancelled', count(*) filter (where t.status = 'cancelled'),
      'abandoned', count(*) filter (where t.status = 'abandoned'),
      'reached', coalesce((select jsonb_object_agg(r.position, r.sessions) from reached r), '{}')
    ),
    'duration_seconds', jsonb_build_object(
      'average', round(avg(t.seconds) filter (where t.status = 'completed'), 3),
      'p50', round((percentile_cont(0.5) within group (order by t.seconds) filter (where t.status = 'completed'))::numeric, 3),
      'p90', round((percentile_cont(0.9) within group (order by t.seconds) filter (where t.status = 'completed'))::numeric, 3)
    ),
    'percentage', jsonb_build_object(
      'average', round(avg(t.percentage), 2),
      'p50', round((percentile_cont(0.5) within group (order by t.percentage))::numeric, 2)
    )
  )
  from taken t
$$;
comment on function private.interview_analytics(uuid) is 'Funnel, durations and scores of an interview.';
revoke execute on function private.interview_analytics(uuid) from public, anon, authenticated;

-- Per question of an interview: how often it was served, answered and ran out; response seconds; difficulty = average share of the points
-- (1 is easy); discrimination = correlation of its share with the rest of the session's points (below 0.2 separates badly).
create function private.question_analytics(p_interview_id uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  with scored as (
    select q.position, q.question_id, q.kind, q.points, a.source, q.served_at,
      extract(epoch from a.received_at - q.served_at) as seconds, private.counted_score(e) as score,
      sum(private.counted_score(e)) over (partition by s.id) as session_score,
      bool_and(private.counted_score(e) is not null) over (partition by s.id) as all_scored, s.status
    from public.interview_sessions s
    join public.session_questions q on q.session_id = s.id
    left join public.answers a on a.session_id = q.session_id and a.position = q.position
    left join public.evaluations e on e.answer_id = a.id
    where s.interview_id = p_interview_id
  )
  select coalesce(jsonb_agg(to_jsonb(p) order by p.position, p.question_id), '[]')
  from (
    select c.position, c.question_id, min(c.kind) as kind, max(c.points) as points,
      count(c.served_at) as served,
      count(*) filter (where c.source = 'submitted') as submitted,
      count(*) filter (where c.source in ('draft', 'expired')) as ran_out,
      count(*) filter (where c.source = 'skipped') as skipped,
      round(avg(c.seconds) filter (where c.source = 'submitted'), 3) as average_response_seconds,
      count(c.score) as scored,
      round(avg(c.score / c.points), 4) as difficulty,
      round((corr(c.score, c.session_score - c.score) filter (where c.status = 'completed' and c.all_scored))::numeric, 4) as discrimination
    from scored c
    group by c.position, c.question_id
  ) p
$$;
comment on function private.question_analytics(uuid) is 'Difficulty, discrimination and response times of an interview''s questions.';
revoke execute on function private.question_analytics(uuid) from public, anon, authenticated;

-- Statistics: a candidate's own, or those of an interview for a member of its organization. Reads only, by index: one user's or one
-- interview's sessions. Errors: interview_not_found.
create function private.get_analytics(p_interview_id uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
begin
  if p_interview_id is null then
    return private.candidate_analytics(v_user_id)
      || jsonb_build_object('server_time', private.rfc3339(clock_timestamp()));
  end if;
  if p_interview_id not in (select private.interviews_of_caller()) then
    perform private.refuse(404, 'interview_not_found', 'There is no such interview.');
  end if;
  return private.interview_analytics(p_interview_id)
    || jsonb_build_object(
      'questions', private.question_analytics(p_interview_id), 'server_time', private.rfc3339(clock_timestamp())
    );
end
$$;
comment on function private.get_analytics(uuid) is 'Statistics of the caller, or of an interview of theirs.';
revoke execute on function private.get_analytics(uuid) from public, anon;
grant execute on function private.get_analytics(uuid) to authenticated;

-- Everything about a session, for a member of its organization: answers with the machine's and the person's scores, keys as they were, kept
-- texts, and the audit trail.
create function private.reviewer_results(p_session public.interview_sessions)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'status', private.results_status(p_session),
    'candidate', private.candidate_name(p_session.user_id),
    'counts', private.grading_counts(p_session.id),
    'result', private.result_view(p_session.id),
    'answers', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'position', q.position, 'kind', q.kind, 'prompt', q.prompt, 'options', q.options, 'points', q.points,
          'time_limit_seconds', q.time_limit_seconds, 'served_at', private.rfc3339(q.served_at),
          'closed_at', private.rfc3339(q.closed_at), 'answer_id', a.id, 'answer', a.answer, 'source', a.source,
          'received_at', private.rfc3339(a.received_at), 'sha256', a.sha256,
          'key', to_jsonb(k) - '{session_id,position}'::text[],
          'score', private.counted_score(e), 'max_score', q.points, 'grader', e.grader,
          'provisional', e.provisional and e.overridden_score is null,
          'evaluation', private.evaluation_view(e), 'history', private.evaluation_history_view(e.answer_id)
        ) order by q.position
      )
      from public.session_questions q
      left join public.answers a on a.session_id = q.session_id and a.position = q.position
      left join public.session_question_keys k on k.session_id = q.session_id and k.position = q.position
      left join public.evaluations e on e.answer_id = a.id
      where q.session_id = p_session.id
    ), '[]'),
    'late_answers', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'id', k.id, 'position', k.position, 'answer', k.answer, 'reason', k.reason, 'received_at', private.rfc3339(k.received_at),
          'late_by_seconds', trim_scale(round(extract(epoch from k.late_by), 3)), 'sha256', k.sha256,
          'accepted_at', private.rfc3339(k.accepted_at)
        ) order by k.received_at, k.id
      )
      from public.late_answers k where k.session_id = p_session.id
    ), '[]'),
    'events', coalesce((
      select jsonb_agg(
        jsonb_build_object('at', private.rfc3339(v.at), 'actor', v.actor, 'event', v.event, 'detail', v.detail) order by v.id
      )
      from public.session_events v where v.session_id = p_session.id
    ), '[]')
  )
$$;
comment on function private.reviewer_results(public.interview_sessions) is 'Everything about a session, for its organization.';
revoke execute on function private.reviewer_results(public.interview_sessions) from public, anon, authenticated;

-- The result of one session: for its candidate what the interview allows, for a member of the organization everything. Not found and not
-- yours are one answer. Reads only. Errors: session_not_found.
create function private.get_results(p_session_id uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.interview_sessions;
  v_reviews boolean := private.reviews_session(p_session_id);
begin
  select * into v_session from public.interview_sessions s
  where s.id = p_session_id and (s.user_id = v_user_id or v_reviews);
  if not found then
    perform private.refuse(404, 'session_not_found', 'There is no such session.');
  end if;
  return jsonb_build_object(
    'view', case when v_reviews then 'reviewer' else 'candidate' end,
    'session', private.session_summary(v_session),
    'server_time', private.rfc3339(clock_timestamp())
  ) || case when v_reviews then private.reviewer_results(v_session) else private.candidate_results(v_session) end;
end
$$;
comment on function private.get_results(uuid) is 'The result of a session, as much of it as the caller may see.';
revoke execute on function private.get_results(uuid) from public, anon;
grant execute on function private.get_results(uuid) to authenticated;

-- Where a page starts: the last row of the page before, or before everything.
create function private.read_cursor(p_cursor text, out started_at timestamptz, out id uuid)
language sql immutable set search_path = ''
as $$
  select
    coalesce(timestamptz 'epoch' + split_part(p_cursor, '.', 1)::bigint * interval '1 microsecond', 'infinity'),
    coalesce(split_part(p_cursor, '.', 2)::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
$$;
comment on function private.read_cursor(text) is 'Reads a list cursor.';
revoke execute on function private.read_cursor(text) from public, anon, authenticated;

-- One line of the recruiters' list.
create function private.result_row(p_session public.interview_sessions)
returns jsonb
language sql stable set search_path = ''
as $$
  select private.session_summary(p_session) || jsonb_build_object(
    'candidate', private.candidate_name(p_session.user_id),
    'results_status', private.results_status(p_session),
    'score', r.total, 'maximum', r.maximum, 'percentage', r.percentage, 'all_graded', coalesce(r.all_graded, false),
    'recommendation', r.recommendation,
    'flags', to_jsonb(array(
      select distinct f from public.evaluations e, unnest(e.flags) f where e.session_id = p_session.id
      union select 'late_answers' where exists (
        select from public.late_answers k where k.session_id = p_session.id and k.accepted_at is null
      )
      union select 'needs_review' where exists (
        select from public.evaluations e where e.session_id = p_session.id and e.status = 'needs_review' and e.overridden_score is null
      )
      union select 'failed' where exists (
        select from public.evaluations e where e.session_id = p_session.id and e.status = 'failed' and e.overridden_score is null
      )
    ))
  )
  from (select 1) one
  left join public.session_results r on r.session_id = p_session.id
$$;
comment on function private.result_row(public.interview_sessions) is 'One line of the recruiters'' list.';
revoke execute on function private.result_row(public.interview_sessions) from public, anon, authenticated;

-- The cursor that continues after a session.
create function private.write_cursor(p_session public.interview_sessions)
returns text
language sql stable set search_path = ''
as $$
  select (extract(epoch from p_session.started_at) * 1000000)::bigint || '.' || p_session.id
$$;
comment on function private.write_cursor(public.interview_sessions) is 'Writes a list cursor.';
revoke execute on function private.write_cursor(public.interview_sessions) from public, anon, authenticated;

-- The sessions of an interview for a member of its organization, newest first, one page by keyset, no answer's text. Reads only.
-- Errors: interview_not_found, invalid_request.
create function private.list_results(p_interview_id uuid, p_cursor text, p_page_size integer, p_status text)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_size integer := coalesce(p_page_size, 20);
  v_after record;
  v_page public.interview_sessions[];
begin
  if p_interview_id is null or p_interview_id not in (select private.interviews_of_caller()) then
    perform private.refuse(404, 'interview_not_found', 'There is no such interview.');
  end if;
  perform private.check_page(v_size, p_cursor, p_status, null);
  select * into v_after from private.read_cursor(p_cursor);
  select array_agg(p order by p.started_at desc, p.id desc) into v_page
  from (
    select s.* from public.interview_sessions s
    where s.interview_id = p_interview_id and (s.started_at, s.id) < (v_after.started_at, v_after.id)
      and (p_status is null or s.status = p_status)
    order by s.started_at desc, s.id desc
    limit v_size + 1
  ) p;
  return jsonb_build_object(
    'sessions', coalesce((
      select jsonb_agg(private.result_row(p) order by p.started_at desc, p.id desc) from unnest(v_page[:v_size]) p
    ), '[]'),
    'next_cursor', case when cardinality(v_page) > v_size then private.write_cursor(v_page[v_size]) end,
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.list_results(uuid, text, integer, text) is 'One page of the sessions of an interview, for reviewers.';
revoke execute on function private.list_results(uuid, text, integer, text) from public, anon;
grant execute on function private.list_results(uuid, text, integer, text) to authenticated;

-- The caller's sessions, newest first, one page by keyset. p_cursor is the next_cursor of the page before. Reads only.
-- Errors: invalid_request.
create or replace function private.list_sessions(p_cursor text, p_page_size integer, p_status text, p_mode text)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_size integer := coalesce(p_page_size, 20);
  v_after record;
  v_page public.interview_sessions[];
begin
  perform private.check_page(v_size, p_cursor, p_status, p_mode);
  select * into v_after from private.read_cursor(p_cursor);
  select array_agg(p order by p.started_at desc, p.id desc) into v_page
  from (
    select s.* from public.interview_sessions s
    where s.user_id = v_user_id and (s.started_at, s.id) < (v_after.started_at, v_after.id)
      and (p_status is null or s.status = p_status) and (p_mode is null or s.mode = p_mode)
    order by s.started_at desc, s.id desc
    limit v_size + 1
  ) p;
  return jsonb_build_object(
    'sessions', coalesce((
      select jsonb_agg(private.session_summary(p) order by p.started_at desc, p.id desc) from unnest(v_page[:v_size]) p
    ), '[]'),
    'next_cursor', case when cardinality(v_page) > v_size then private.write_cursor(v_page[v_size]) end,
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.list_sessions(text, integer, text, text) is 'One page of the caller''s own sessions.';
revoke execute on function private.list_sessions(text, integer, text, text) from public, anon;
grant execute on function private.list_sessions(text, integer, text, text) to authenticated;
