-- What a candidate says aloud is stored beside the text that it came with.

-- What was said aloud belongs to a text, by its hash, whether that text was accepted or kept: a repeat finds the same row.
create table public.transcriptions (
  session_id uuid not null,
  position integer not null,
  sha256 text not null,
  text text not null,
  duration_seconds numeric(8, 3) not null,
  received_at timestamptz not null default now(),
  primary key (session_id, position, sha256),
  foreign key (session_id, position) references public.session_questions (session_id, position) on delete cascade,
  constraint transcriptions_length check (octet_length(text) <= 65536),
  constraint transcriptions_duration_in_range check (duration_seconds > 0 and duration_seconds <= 86400)
);
comment on table public.transcriptions is 'What a candidate said, beside the text that was sent with it. Write-once, never graded.';
comment on column public.transcriptions.sha256 is 'Of the answer or late answer it came with.';

alter table public.transcriptions enable row level security;
revoke all on public.transcriptions from anon, authenticated;
grant select on public.transcriptions to authenticated;
grant select on public.transcriptions to service_role;
create policy "candidates read what they said, members their organization's" on public.transcriptions
  for select to authenticated
  using (
    session_id = any (array(select private.sessions_of_caller()))
    or session_id = any (array(select private.sessions_under_review()))
  );
create trigger transcriptions_write_once
  before update on public.transcriptions
  for each row execute function private.refuse_change_of_answer();

-- Refuses a transcription that is not {"text", "duration_seconds"} within its bounds. Null: there is none. Errors: invalid_request,
-- payload_too_large.
create function private.check_transcription(p_transcription jsonb)
returns void
language plpgsql set search_path = ''
as $$
begin
  if p_transcription is null then
    return;
  elsif jsonb_typeof(p_transcription) <> 'object' or p_transcription - '{text,duration_seconds}'::text[] <> '{}' then
    perform private.invalid_request('transcription', 'must be an object with text and duration_seconds');
  elsif coalesce(jsonb_typeof(p_transcription -> 'text'), '') <> 'string' then
    perform private.invalid_request('transcription', 'needs a text');
  elsif coalesce(jsonb_typeof(p_transcription -> 'duration_seconds'), '') <> 'number'
    or not (p_transcription ->> 'duration_seconds')::numeric between 0.001 and 86400
  then
    perform private.invalid_request('transcription', 'needs a duration_seconds of 0.001 to 86400');
  end if;
  perform private.check_text(p_transcription ->> 'text');
end
$$;
comment on function private.check_transcription(jsonb) is 'Validates what was said aloud.';
revoke execute on function private.check_transcription(jsonb) from public, anon, authenticated;

-- Stores what was said aloud beside the text it came with, if that text is safe: the stored answer (an empty one goes with whatever the
-- question's answer is), or a kept text. The first one stays. Caller holds the candidate's lock and has decided about the text.
create function private.keep_transcription(p_session_id uuid, p_position integer, p_text text, p_transcription jsonb)
returns void
language sql set search_path = ''
as $$
  insert into public.transcriptions (session_id, position, sha256, text, duration_seconds)
  select p_session_id, p_position, k.sha256, p_transcription ->> 'text', (p_transcription ->> 'duration_seconds')::numeric
  from (
    select a.sha256 from public.answers a
    where a.session_id = p_session_id and a.position = p_position and (a.sha256 = private.sha256_hex(p_text) or p_text = '')
    union
    select l.sha256 from public.late_answers l
    where l.session_id = p_session_id and l.position = p_position and l.sha256 = private.sha256_hex(p_text)
  ) k
  on conflict do nothing
$$;
comment on function private.keep_transcription(uuid, integer, text, jsonb) is 'Stores a transcription beside its text.';
revoke execute on function private.keep_transcription(uuid, integer, text, jsonb) from public, anon, authenticated;

-- The transcription object of the API for a stored text; null if nothing was said.
create function private.transcription_view(p_session_id uuid, p_position integer, p_sha256 text)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'text', t.text, 'duration_seconds', trim_scale(t.duration_seconds), 'received_at', private.rfc3339(t.received_at)
  )
  from public.transcriptions t
  where t.session_id = p_session_id and t.position = p_position and t.sha256 = p_sha256
$$;
comment on function private.transcription_view(uuid, integer, text) is 'What was said with a text.';
revoke execute on function private.transcription_view(uuid, integer, text) from public, anon, authenticated;

-- The candidate's own answers in the session view: texts and receipts, no scores. Every submit makes it, and few answers are spoken: the
-- transcription is made only where there is one.
create function private.answers_view(p_session_id uuid)
returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(
    jsonb_build_object(
      'position', a.position, 'answer', a.answer, 'source', a.source,
      'receipt', private.receipt(a.id, a.received_at, a.sha256, a.late_by),
      'transcription', case when t.sha256 is not null then private.transcription_view(a.session_id, a.position, a.sha256) end
    ) order by a.position
  ), '[]')
  from public.answers a
  left join public.transcriptions t on t.session_id = a.session_id and t.position = a.position and t.sha256 = a.sha256
  where a.session_id = p_session_id
$$;
comment on function private.answers_view(uuid) is 'The answers of the session view.';
revoke execute on function private.answers_view(uuid) from public, anon, authenticated;

-- The session view of the API: session, current question, lease (null for a caller who does not hold it), own answers.
create or replace function private.session_view(p_session public.interview_sessions, p_active public.active_interview_sessions)
returns jsonb
language sql volatile set search_path = ''
as $$
  select jsonb_build_object(
    'session', private.session_summary(p_session),
    'question', private.question_view(p_session),
    'lease', private.lease_view(p_active),
    'answers', private.answers_view(p_session.id),
    'server_time', private.rfc3339(clock_timestamp())
  )
$$;
comment on function private.session_view(public.interview_sessions, public.active_interview_sessions) is 'The session view of the API.';
revoke execute on function private.session_view(public.interview_sessions, public.active_interview_sessions) from public, anon, authenticated;

drop function public.submit_answer(uuid, integer, text, integer, timestamptz, boolean);
drop function private.submit_answer(uuid, integer, text, integer, timestamptz, boolean);

-- Decides what becomes of a submitted text. The order of the checks is the contract: a repeat of what is stored comes first and
-- gets the first receipt, at any later time and under any lease; then the lease, what the clock has closed, whether the session is
-- open, and the position. What cannot be accepted is kept. Caller holds the candidate's lock. Errors: position_ahead,
-- invalid_request; committed refusals: already_answered, lease_lost, session_closed, too_fast.
create function private.judge_submission(
  p_session public.interview_sessions, p_position integer, p_answer text, p_lease integer,
  p_client_submitted_at timestamptz, p_time_expired boolean
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_session public.interview_sessions := private.reverse_expiry(p_session, p_position, p_lease);
  v_active public.active_interview_sessions;
  v_answer public.answers;
  v_same_answer boolean;
  v_same_late boolean;
begin
  select * into v_answer from public.answers a where a.session_id = v_session.id and a.position = p_position;
  v_same_answer := private.repeats_answer(v_answer, p_answer);
  v_same_late := not v_same_answer
    and (private.kept_text(v_session.id, p_position, p_answer, 'late', p_lease)).id is not null;

  if v_session.status = 'in_progress' then
    v_active := private.hold_lease(v_session, p_lease);
    if v_active.user_id is null and not (v_same_answer or v_same_late) then
      return private.lease_lost(v_session, p_position, p_answer, p_lease);
    end if;
    v_session := private.settle_session(v_session);
    select * into v_answer from public.answers a where a.session_id = v_session.id and a.position = p_position;
  end if;
  if v_session.status <> 'in_progress' then
    v_active := null;
  end if;

  if v_same_answer then
    return private.submit_result(v_session, v_active, v_answer, true);
  elsif v_answer.source = 'submitted' then
    return private.already_answered(v_session, v_answer, p_answer, p_lease);
  elsif v_answer.source in ('draft', 'expired') and p_position < v_session.position then
    return private.late_result(v_session, v_active, p_position, p_answer, p_lease, v_same_late);
  elsif v_session.status <> 'in_progress' then
    return private.session_closed(v_session, p_position, p_answer, p_lease);
  end if;
  return private.accept_answer(
    v_session, v_active, p_position, p_answer, p_client_submitted_at, p_time_expired
  );
end
$$;
comment on function private.judge_submission(public.interview_sessions, integer, text, integer, timestamptz, boolean) is
  'Decides what becomes of a submitted text.';
revoke execute on function private.judge_submission(public.interview_sessions, integer, text, integer, timestamptz, boolean) from public, anon, authenticated;

-- Accepts the answer to the current question and hands out the next; after the last one the session completes.
-- Caller: the candidate. Locks the candidate. A repeat gets the first receipt. What cannot be accepted is kept; what was said aloud is
-- stored beside the text, either way. Errors: session_not_found, payload_too_large, invalid_request, and those of
-- private.judge_submission.
create function private.submit_answer(
  p_session_id uuid, p_position integer, p_answer text, p_lease integer,
  p_client_submitted_at timestamptz, p_time_expired boolean, p_transcription jsonb
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.interview_sessions;
  v_result jsonb;
begin
  perform private.check_submission(p_position, p_answer, p_lease, coalesce(p_time_expired, false));
  perform private.check_transcription(p_transcription);
  v_session := private.own_session(p_session_id, v_user_id);
  v_result := private.judge_submission(
    v_session, p_position, p_answer, p_lease, p_client_submitted_at, coalesce(p_time_expired, false)
  );
  if p_transcription is not null then
    perform private.keep_transcription(v_session.id, p_position, p_answer, p_transcription);
    if v_result ? 'answers' then
      v_result := v_result || jsonb_build_object('answers', private.answers_view(v_session.id));
    end if;
  end if;
  return v_result;
end
$$;
comment on function private.submit_answer(uuid, integer, text, integer, timestamptz, boolean, jsonb) is 'Accepts the answer to the current question.';
revoke execute on function private.submit_answer(uuid, integer, text, integer, timestamptz, boolean, jsonb) from public, anon;
grant execute on function private.submit_answer(uuid, integer, text, integer, timestamptz, boolean, jsonb) to authenticated;

-- Answers the current question. See private.submit_answer.
create function public.submit_answer(
  session_id uuid, question_position integer, answer text, lease integer,
  client_submitted_at timestamptz default null, time_expired boolean default false, transcription jsonb default null
)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  -- Some gateways hand an object over as the text of one.
  select private.submit_answer(
    session_id, question_position, answer, lease, client_submitted_at, time_expired,
    nullif(case jsonb_typeof(transcription) when 'string' then (transcription #>> '{}')::jsonb else transcription end, 'null')
  )
$$;
comment on function public.submit_answer(uuid, integer, text, integer, timestamptz, boolean, jsonb) is 'Answers the current question. See private.submit_answer.';
revoke execute on function public.submit_answer(uuid, integer, text, integer, timestamptz, boolean, jsonb) from public, anon, authenticated;
grant execute on function public.submit_answer(uuid, integer, text, integer, timestamptz, boolean, jsonb) to authenticated;

-- A candidate's own result. Scores only when the session is over, its grading has ended and its interview shows results (a session
-- without an interview always does). Of the graders' words only text, strengths and improvements, never keywords or criteria, and
-- nothing where something was withheld. Until scores are shown, graded is whatever no grader is to look at any more: that an answer waits for
-- review or failed would tell a candidate, while they still answer, what raises suspicion.
create or replace function private.candidate_results(p_session public.interview_sessions)
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
          'answer', a.answer, 'source', a.source, 'max_score', q.points,
          'transcription', private.transcription_view(a.session_id, a.position, a.sha256)
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

-- Everything about a session, for a member of its organization: answers with the machine's and the person's scores, keys as they were, kept
-- texts, and the audit trail.
create or replace function private.reviewer_results(p_session public.interview_sessions)
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
          'transcription', private.transcription_view(a.session_id, a.position, a.sha256),
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
          'accepted_at', private.rfc3339(k.accepted_at),
          'transcription', private.transcription_view(k.session_id, k.position, k.sha256)
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
