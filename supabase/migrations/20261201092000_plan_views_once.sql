-- SQL-language functions are planned at each call. The ones that every submit, heartbeat and resume calls are planned once a connection now.

-- A time as the API writes it: RFC 3339, UTC, microseconds. One shape on every server, whatever its TimeZone.
create or replace function private.rfc3339(p_at timestamptz)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  -- Not an SQL function: those are planned at each call.
  return (
    select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
  );
end
$$;

-- The candidate's own answers in the session view: texts and receipts, no scores. Every submit makes it, and few answers are spoken: the
-- transcription is made only where there is one.
create or replace function private.answers_view(p_session_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  -- Not an SQL function: those are planned at each call.
  return (
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
  );
end
$$;

-- The session object of the API.
create or replace function private.session_summary(p_session public.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  -- Not an SQL function: those are planned at each call.
  return (
    select jsonb_build_object(
      'id', p_session.id,
      'mode', p_session.mode,
      'interview_id', p_session.interview_id,
      'title', p_session.title,
      'status', p_session.status,
      'position', p_session.position,
      'question_count', p_session.question_count,
      'time_limits', p_session.time_limits,
      'started_at', private.rfc3339(p_session.started_at),
      'resume_until', private.rfc3339(p_session.resume_until),
      'completed_at', private.rfc3339(p_session.completed_at),
      'closed_reason', p_session.closed_reason,
      'extra_time_percent', p_session.extra_time_percent,
      'practice', case when p_session.mode = 'practice' then jsonb_build_object(
        'interview_type', p_session.interview_type, 'domain', p_session.domain, 'difficulty', p_session.difficulty
      ) end
    )
  );
end
$$;

-- The lease object of the API; null without a live row.
create or replace function private.lease_view(p_active public.active_interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  -- Not an SQL function: those are planned at each call.
  return (
    select jsonb_build_object(
      'client_id', p_active.client_id,
      'number', p_active.lease_number,
      'expires_at', private.rfc3339(p_active.lease_expires_at),
      'heartbeat_seconds', t.heartbeat_seconds,
      'draft_seconds', t.draft_seconds
    )
    from private.settings t
    where p_active.user_id is not null
  );
end
$$;

-- The question object of the API: the current question if it has been handed out and the session is open, else null.
create or replace function private.question_view(p_session public.interview_sessions)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  -- Not an SQL function: those are planned at each call.
  return (
    select jsonb_build_object(
      'position', q.position,
      'kind', q.kind,
      'prompt', q.prompt,
      'options', private.shown_options(q.kind, q.options),
      'points', q.points,
      'time_limit_seconds', q.time_limit_seconds,
      'served_at', private.rfc3339(q.served_at),
      'deadline_at', private.rfc3339(q.deadline_at),
      'grace_seconds', p_session.grace_seconds,
      'remaining_seconds', private.remaining_seconds(q.deadline_at),
      'draft', q.draft
    )
    from public.session_questions q
    where q.session_id = p_session.id and q.position = p_session.position
      and p_session.status = 'in_progress' and q.served_at is not null and q.closed_at is null
  );
end
$$;

-- The session view of the API: session, current question, lease (null for a caller who does not hold it), own answers; of a
-- conversation where it stands, else null.
create or replace function private.session_view(p_session public.interview_sessions, p_active public.active_interview_sessions)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  -- Not an SQL function: those are planned at each call.
  return (
    select jsonb_build_object(
      'session', private.session_summary(p_session),
      'question', private.question_view(p_session),
      'lease', private.lease_view(p_active),
      'answers', private.answers_view(p_session.id),
      'conversation', case when p_session.mode = 'conversation' then private.conversation_view(p_session) end,
      'server_time', private.rfc3339(clock_timestamp())
    )
  );
end
$$;

-- Seconds until a deadline, not below zero, to the millisecond; null without a deadline. By clock_timestamp(), as
-- server_time is: both leave the server together.
create or replace function private.remaining_seconds(p_deadline_at timestamptz)
returns numeric
language plpgsql volatile set search_path = ''
as $$
begin
  -- Not an SQL function: those are planned at each call.
  return (
    select case when p_deadline_at is not null then
      trim_scale(round(greatest(extract(epoch from p_deadline_at - clock_timestamp()), 0), 3))
    end
  );
end
$$;

-- Whether a submit repeats the one whose answer is stored: the same text, or nothing typed where the draft was taken in its place
-- (before the time was up; what the clock closed was not submitted).
create or replace function private.repeats_answer(p_answer public.answers, p_text text)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  -- Not an SQL function: those are planned at each call.
  return (
    select coalesce(
      (p_answer.source = 'submitted' and p_answer.sha256 = private.sha256_hex(p_text))
        or (p_answer.source = 'draft' and p_text = '' and exists (
          select from public.session_questions q
          join public.interview_sessions s on s.id = q.session_id
          where q.session_id = p_answer.session_id and q.position = p_answer.position and q.position < s.position
            and (q.deadline_at is null or q.closed_at < q.deadline_at + make_interval(secs => s.grace_seconds))
        )),
      false
    )
  );
end
$$;

-- The receipt of a stored text. Made from stored values only, so any repeat gives the same bytes.
create or replace function private.receipt(p_id uuid, p_received_at timestamptz, p_sha256 text, p_late_by interval)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  -- Not an SQL function: those are planned at each call.
  return (
    select jsonb_build_object(
      'answer_id', p_id,
      'received_at', private.rfc3339(p_received_at),
      'sha256', p_sha256,
      'late_by_seconds', trim_scale(round(extract(epoch from p_late_by), 3))
    )
  );
end
$$;

-- Hands out the current question if that has not happened yet: served_at and deadline_at are set once. Called only where
-- the candidate is there to read it (start, submit, resume). Caller holds the candidate's lock and has settled the session.
-- Uses clock_timestamp(), not now(): a wait for a lock must not eat into the candidate's time.
create or replace function private.serve_question(p_session public.interview_sessions)
returns void
language plpgsql set search_path = ''
as $$
begin
  update public.session_questions q
  set served_at = clock.reads,
    deadline_at = clock.reads
      + make_interval(secs => q.time_limit_seconds * (100 + p_session.extra_time_percent) / 100.0)
  from (select clock_timestamp() as reads) clock
  where q.session_id = p_session.id and q.position = p_session.position
    and q.served_at is null and p_session.status = 'in_progress';
end
$$;

-- One line of the audit trail. p_actor null is the clock.
create or replace function private.record_event(p_session_id uuid, p_actor uuid, p_event text, p_detail jsonb default '{}')
returns void
language plpgsql set search_path = ''
as $$
begin
  insert into public.session_events (session_id, actor, event, detail) values (p_session_id, p_actor, p_event, p_detail);
end
$$;
