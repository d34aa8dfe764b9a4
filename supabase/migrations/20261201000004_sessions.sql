-- Baseline: the life of a session: start, submit, resume, heartbeat, finish, clear. The files of supabase/schemas/sessions, in order.

-- References to auth.users lock it: whoever waits for that makes all sign-ins wait behind them.
set lock_timeout = '3s';
-- Functions may name tables of later domains: their bodies are checked when they run.
set check_function_bodies = off;

-- Sessions and the rows of a running session. Only functions in reprise_private write to these tables.

create table reprise.interview_sessions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  interview_id uuid references reprise.interviews (id),
  organization_id uuid references reprise.organizations (id),
  mode text not null,
  title text not null,
  status text not null default 'in_progress',
  position integer not null default 0,
  question_count integer not null,
  time_limits integer[] not null,
  extra_time_percent integer not null default 0,
  grace_seconds integer not null,
  start_over_allowed boolean not null,
  started_at timestamptz not null default now(),
  resume_until timestamptz not null,
  completed_at timestamptz,
  closed_at timestamptz,
  closed_reason text,
  lease_number integer not null default 0,
  lease_client_id uuid,
  interview_type text,
  domain text,
  difficulty text,
  requested_id uuid,
  break_seconds integer not null default 0,
  break_until timestamptz,
  constraint interview_sessions_mode_is_known check (mode in ('timed', 'practice', 'conversation')),
  constraint interview_sessions_status_is_known check (status in ('in_progress', 'completed', 'cancelled', 'abandoned')),
  constraint interview_sessions_closed_reason_is_known check (
    closed_reason in ('answered', 'expired', 'finished', 'cancelled', 'start_over', 'cleared', 'resume_window_passed', 'concluded')
  ),
  constraint interview_sessions_open_or_closed check (
    (status = 'in_progress') = (closed_at is null) and (closed_at is null) = (closed_reason is null)
  ),
  constraint interview_sessions_completed_has_time check ((status = 'completed') = (completed_at is not null)),
  constraint interview_sessions_position_in_range check (position between 0 and question_count),
  constraint interview_sessions_extra_time_in_range check (extra_time_percent between 0 and 400),
  constraint interview_sessions_lease_number_not_negative check (lease_number >= 0),
  constraint interview_sessions_break_only_in_progress check (break_until is null or status = 'in_progress'),
  constraint interview_sessions_type_only_of_practice check (
    case when mode = 'practice' then interview_type is not null else num_nonnulls(interview_type, domain, difficulty) = 0 end
  )
);
comment on table reprise.interview_sessions is 'Sessions: one candidate''s run each, with what it needs copied from the interview at start.';
comment on column reprise.interview_sessions.status is
  'in_progress → completed (last question answered or expired, or finish), cancelled (finish), abandoned (start over, clear, resume window passed).';
comment on column reprise.interview_sessions.position is 'The current position, from 0; equal to question_count when no question is left.';
comment on column reprise.interview_sessions.time_limits is 'Seconds per question before extra time, as published to the candidate at start.';
comment on column reprise.interview_sessions.lease_number is 'Number of the last lease. Grows at each takeover and never decreases.';
comment on column reprise.interview_sessions.lease_client_id is 'The tab or device that got the last lease, so that it can get the same lease again.';
comment on column reprise.interview_sessions.interview_type is 'For a practice run, the type that was chosen. A null domain or difficulty means any.';
comment on column reprise.interview_sessions.requested_id is
  'The session_id that start was called with, if another user''s session had it: then id is another one. Null otherwise.';
comment on column reprise.interview_sessions.break_seconds is 'How long all its breaks may take together, as the interview said at start.';
comment on column reprise.interview_sessions.break_until is
  'Null, unless the candidate is on a break: then the current question has not been served, and its clock starts at this time at the latest.';
create index interview_sessions_break_until_idx on reprise.interview_sessions (break_until) where break_until is not null;
create unique index interview_sessions_requested_id_key
  on reprise.interview_sessions (user_id, requested_id) where requested_id is not null;
create index interview_sessions_user_id_idx on reprise.interview_sessions (user_id, started_at desc, id desc);
create index interview_sessions_interview_id_idx on reprise.interview_sessions (interview_id, started_at desc, id desc);
create index interview_sessions_interview_id_status_idx on reprise.interview_sessions (interview_id, status, started_at desc, id desc);
create index interview_sessions_organization_id_idx on reprise.interview_sessions (organization_id, interview_id);
create index interview_sessions_resume_until_idx on reprise.interview_sessions (resume_until) where status = 'in_progress';
create unique index interview_sessions_one_running_per_interview
  on reprise.interview_sessions (user_id, interview_id) where status = 'in_progress';

create table reprise.session_questions (
  session_id uuid not null references reprise.interview_sessions (id) on delete cascade,
  position integer not null,
  question_id uuid references reprise.questions (id) on delete set null,
  kind text not null,
  prompt text not null,
  options jsonb,
  points integer not null,
  time_limit_seconds integer,
  min_seconds integer not null default 0,
  served_at timestamptz,
  deadline_at timestamptz,
  closed_at timestamptz,
  draft text,
  draft_at timestamptz,
  primary key (session_id, position),
  constraint session_questions_deadline_needs_serving check (deadline_at is null or served_at is not null),
  constraint session_questions_draft_needs_serving check (draft is null or served_at is not null),
  constraint session_questions_draft_has_time check ((draft is null) = (draft_at is null)),
  constraint session_questions_draft_length check (octet_length(draft) <= 65536)
);
comment on table reprise.session_questions is 'The questions of a session, as copied at start. A candidate sees a row only after it has been served.';
comment on column reprise.session_questions.served_at is
  'When the question was first served. Its clock runs from here, even while the candidate is away.';
comment on column reprise.session_questions.deadline_at is 'served_at + limit + what the time ledger (time_credits) gives. The check adds grace.';
comment on column reprise.session_questions.closed_at is
  'When the answer was accepted, or when the time (with grace) expired, regardless of when the expiry was processed.';
comment on column reprise.session_questions.draft is 'The last text that a heartbeat sent. It becomes the answer if the question expires.';
create index session_questions_question_id_idx on reprise.session_questions (question_id);
create index session_questions_running_deadline_idx on reprise.session_questions (deadline_at) where closed_at is null;

create table reprise.session_question_keys (
  session_id uuid not null,
  position integer not null,
  correct_option text,
  keywords jsonb not null default '[]',
  sample_solution text,
  criteria jsonb not null default '[]',
  keywords_needed integer,
  explanation text,
  sources jsonb not null default '[]',
  primary key (session_id, position),
  foreign key (session_id, position) references reprise.session_questions (session_id, position) on delete cascade
);
comment on table reprise.session_question_keys is
  'The keys of a session''s questions, as copied at start. No candidate reads the table; results show the candidate of a practice run that is over
  what solution_view returns of it.';

create table reprise.answers (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null,
  position integer not null,
  answer text not null,
  source text not null,
  sha256 text not null,
  received_at timestamptz not null,
  late_by interval not null default interval '0',
  constraint answers_one_per_question unique (session_id, position),
  foreign key (session_id, position) references reprise.session_questions (session_id, position) on delete cascade,
  constraint answers_source_is_known check (source in ('submitted', 'draft', 'expired', 'skipped')),
  constraint answers_length check (octet_length(answer) <= 65536),
  constraint answers_sha256_is_of_the_answer check (sha256 = encode(sha256(convert_to(answer, 'UTF8')), 'hex')),
  constraint answers_empty_only_without_text check (source not in ('expired', 'skipped') or answer = ''),
  constraint answers_not_early check (late_by >= interval '0')
);
comment on table reprise.answers is 'The one accepted answer to each question of a session. Write-once.';
comment on column reprise.answers.source is
  'submitted: sent in time; draft: the question expired or the session closed, and this was the last draft; expired: the question expired '
  'without a draft; skipped: the session was finished early.';
comment on column reprise.answers.late_by is 'Zero, unless a reviewer accepted a late answer.';

create table reprise.late_answers (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null,
  position integer not null,
  answer text not null,
  reason text not null,
  sha256 text not null,
  lease_number integer,
  received_at timestamptz not null default now(),
  late_by interval not null default interval '0',
  accepted_at timestamptz,
  uploaded_by uuid,
  client_submitted_at timestamptz,
  foreign key (session_id, position) references reprise.session_questions (session_id, position) on delete cascade,
  constraint late_answers_reason_is_known check (
    reason in ('late', 'late_draft', 'lease_lost', 'already_answered', 'session_closed', 'sealed_file')
  ),
  constraint late_answers_sealed_has_uploader check ((reason = 'sealed_file') = (uploaded_by is not null)),
  constraint late_answers_only_sealed_has_claim check (client_submitted_at is null or reason = 'sealed_file'),
  constraint late_answers_length check (octet_length(answer) <= 65536),
  constraint late_answers_not_early check (late_by >= interval '0')
);
comment on table reprise.late_answers is 'Late texts: texts that could not be accepted, stored for review with the reason.';
comment on column reprise.late_answers.reason is
  'late: after the deadline and grace; late_draft: the newest draft for a closed question or from a replaced device; lease_lost: from a device '
  'that was replaced; already_answered: a second, different text; session_closed; sealed_file: from a file that a device without a network saved.';
comment on column reprise.late_answers.late_by is 'Time past the deadline on arrival; zero if the deadline had not passed or there was none.';
comment on column reprise.late_answers.accepted_at is 'When a reviewer accepted it for grading; the audit trail records who.';
comment on column reprise.late_answers.uploaded_by is 'Who uploaded the sealed file: the candidate, or a member of the organization.';
comment on column reprise.late_answers.client_submitted_at is
  'When the text was written, according to the clock of the device that sealed it: a claim, which decides nothing.';
create index late_answers_uploaded_by_idx on reprise.late_answers (uploaded_by) where uploaded_by is not null;
create index late_answers_session_id_idx on reprise.late_answers (session_id, position);
create unique index late_answers_kept_once
  on reprise.late_answers (session_id, position, sha256, reason) where reason <> 'late_draft';
create unique index late_answers_newest_draft_of_a_lease
  on reprise.late_answers (session_id, position, lease_number) where reason = 'late_draft' and accepted_at is null;

create table reprise.active_interview_sessions (
  user_id uuid primary key references auth.users (id) on delete cascade,
  session_id uuid not null unique references reprise.interview_sessions (id) on delete cascade,
  status text not null default 'active',
  client_id uuid not null,
  lease_number integer not null,
  lease_expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  recent_writes timestamptz[] not null default array[now()],
  constraint active_interview_sessions_status_is_known check (status in ('active', 'completing')),
  constraint active_interview_sessions_lease_number_positive check (lease_number >= 1)
) with (fillfactor = 50);
comment on table reprise.active_interview_sessions is
  'Active rows: the users who are live now, one row per user. Deleting a row frees the user, and the session can still be resumed.';
comment on column reprise.active_interview_sessions.status is 'active → completing (the session is closing) → row deleted.';
comment on column reprise.active_interview_sessions.updated_at is
  'Last sign of life: start, resume, submit or heartbeat. Cleanup measures silence from here. Deliberately not indexed: the table is small, and '
  'heartbeats remain cheap (HOT) updates.';

comment on column reprise.active_interview_sessions.recent_writes is
  'Moments of the last 20 minutes or more at which something of this candidate was stored, 20 seconds apart at least: they disprove outages.';

create table reprise.session_events (
  id bigint generated always as identity primary key,
  session_id uuid not null references reprise.interview_sessions (id) on delete cascade,
  at timestamptz not null default now(),
  actor uuid,
  event text not null,
  detail jsonb not null default '{}',
  repeats integer not null default 0,
  last_at timestamptz,
  constraint session_events_repeats_not_negative check (repeats >= 0),
  constraint session_events_repeated_has_time check ((repeats = 0) = (last_at is null))
);
comment on table reprise.session_events is
  'Append-only audit trail: one event per transition; repeats of the same one are counted in its row. Deleted only with the whole session.';
comment on column reprise.session_events.repeats is 'How often the same event happened again, without a new row.';
comment on column reprise.session_events.last_at is 'When the event happened last, if it was repeated.';
comment on column reprise.session_events.actor is 'The user who acted; null for the clock (expiry, cleanup).';
comment on column reprise.session_events.detail is 'Details of the transition, never the text of an answer.';
create index session_events_session_id_idx on reprise.session_events (session_id, id);

-- A transcription belongs to a text by its hash, whether the text is the answer or a late text: a repeat finds the same row.
create table reprise.transcriptions (
  session_id uuid not null,
  position integer not null,
  sha256 text not null,
  text text not null,
  duration_seconds numeric(8, 3) not null,
  received_at timestamptz not null default now(),
  primary key (session_id, position, sha256),
  foreign key (session_id, position) references reprise.session_questions (session_id, position) on delete cascade,
  constraint transcriptions_length check (octet_length(text) <= 65536),
  constraint transcriptions_duration_in_range check (duration_seconds > 0 and duration_seconds <= 86400)
);
comment on table reprise.transcriptions is 'The text of spoken answers, stored with the text that was submitted. Write-once, never graded.';
comment on column reprise.transcriptions.sha256 is 'SHA-256 of the answer or late text it came with.';

-- The seed of each timed session: with it the draw from pools and the order of options can be computed again. Not in interview_sessions,
-- which candidates read: it would tell in which order the options were written.

create table reprise_private.session_seeds (
  session_id uuid primary key references reprise.interview_sessions (id) on delete cascade,
  seed uuid not null
);
comment on table reprise_private.session_seeds is 'What the questions of a session were drawn, and its options shuffled, with.';

-- Makes sure that a new session of p_interview_id can start (null: practice, or a conversation without an interview). It conflicts with the
-- session the user is live in and with a session in progress of the same interview. An active row past cleanup's limit does not count, even
-- if cleanup has not run. p_start_over abandons conflicting sessions if their rules allow it; a session of another interview only if that
-- one could be started again. The caller holds the candidate's lock.
-- Errors: session_in_progress (with session), start_over_not_allowed.
create function reprise_private.abandon_or_refuse_conflicts(p_user_id uuid, p_interview_id uuid, p_client_id uuid, p_start_over boolean)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
begin
  for v_session in
    select s.* from reprise.interview_sessions s
    where s.user_id = p_user_id and s.status = 'in_progress'
      and (s.interview_id = p_interview_id
        or s.id = (select a.session_id from reprise.active_interview_sessions a where a.user_id = p_user_id))
  loop
    v_session := reprise_private.settle_session(v_session);
    continue when v_session.status <> 'in_progress';
    if not reprise_private.is_live(v_session.id) and (v_session.interview_id = p_interview_id) is not true then
      perform reprise_private.expire_active_row(v_session.id);
    elsif not p_start_over then
      perform reprise_private.refuse_and_roll_back(
        409, 'session_in_progress', jsonb_build_object('session', reprise_private.welcome_back(v_session, p_client_id))
      );
    elsif not (
      v_session.start_over_allowed
      and ((v_session.interview_id = p_interview_id) is true or reprise_private.can_start_over(v_session))
    ) then
      perform reprise_private.refuse_and_roll_back(403, 'start_over_not_allowed');
    else
      perform reprise_private.close_session(v_session, 'abandoned', 'start_over', now(), p_user_id);
    end if;
  end loop;
end
$$;
comment on function reprise_private.abandon_or_refuse_conflicts is 'Abandons the sessions that conflict with a new one, or refuses the new one.';

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

-- Returns the part of a submit's response that says that the answer is stored: the receipt, and whether the submit repeats an earlier one.
create function reprise_private.accepted_body(p_answer reprise.answers, p_replayed boolean)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'receipt', reprise_private.receipt(p_answer.id),
    'accepted', true, 'replayed', p_replayed, 'late', false
  );
end
$$;
comment on function reprise_private.accepted_body is 'Returns the part of a submit''s response that reports a stored answer.';

-- Returns the candidate's own answers for the session view: texts and receipts, no scores. Few answers are
-- spoken, so transcription_view is called only for answers that have a transcription.
create function reprise_private.answers_view(p_session_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(
      jsonb_build_object(
        'position', a.position, 'answer', a.answer, 'source', a.source,
        'receipt', reprise_private.receipt(a.id),
        'transcription', case when t.sha256 is not null then reprise_private.transcription_view(a.session_id, a.position, a.sha256) end
      ) order by a.position
    ), '[]')
    from reprise.answers a
    left join reprise.transcriptions t on t.session_id = a.session_id and t.position = a.position and t.sha256 = a.sha256
    where a.session_id = p_session_id
  );
end
$$;
comment on function reprise_private.answers_view is 'Returns the candidate''s own answers for the session view.';

-- Begins a break before the current question, which must not have been served, if the session has time left for breaks. It lasts until the
-- candidate asks for the question, at most for what is left, and not past resume_until. The caller holds the candidate's lock and has just
-- stored the answer to the question before. Writes one event. Returns the session as it then is.
create function reprise_private.begin_break(p_session reprise.interview_sessions)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions := p_session;
  v_until timestamptz;
begin
  v_until := least(
    now() + make_interval(secs => reprise_private.break_seconds_left(p_session)::double precision), p_session.resume_until
  );
  if p_session.status = 'in_progress' and v_until > now() then
    update reprise.interview_sessions s set break_until = v_until where s.id = p_session.id returning * into v_session;
    perform reprise_private.record_event(v_session.id, v_session.user_id, 'break_began', jsonb_build_object(
      'position', v_session.position, 'until', reprise_private.rfc3339(v_until)
    ));
  end if;
  return v_session;
end
$$;
comment on function reprise_private.begin_break is 'Begins a break before the current question.';

-- Returns the seconds that a session may still spend on breaks, without the break that runs now.
create function reprise_private.break_seconds_left(p_session reprise.interview_sessions)
returns numeric
language plpgsql stable set search_path = ''
as $$
begin
  if p_session.break_seconds = 0 then
    return 0;
  end if;
  return greatest(trim_scale(p_session.break_seconds - coalesce((
    select sum(c.seconds) from reprise.time_credits c where c.session_id = p_session.id and c.kind = 'break'
  ), 0)), 0);
end
$$;
comment on function reprise_private.break_seconds_left is 'Returns the seconds that a session may still spend on breaks.';

-- Returns the `break` of the API: when the break ends that the candidate is on; null without one.
create function reprise_private.break_view(p_session reprise.interview_sessions)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return case when p_session.break_until is not null then jsonb_build_object(
    'until', reprise_private.rfc3339(p_session.break_until), 'remaining_seconds', reprise_private.remaining_seconds(p_session.break_until)
  ) end;
end
$$;
comment on function reprise_private.break_view is 'Returns the break that the candidate is on, as the API shows it.';

-- Returns whether the caller is a member of the organization that owns a session and not its candidate: nobody reviews their own session.
create function reprise_private.can_review_session(p_session_id uuid)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from reprise.interview_sessions s
      where s.id = p_session_id and s.organization_id in (select reprise_private.organizations_of_caller())
        and s.user_id <> (select auth.uid())
    )
  );
end
$$;
comment on function reprise_private.can_review_session is
  'Returns whether the caller may review a session: as a member of its organization, not as its candidate.';

-- Returns whether the candidate may abandon this session and start again: the session allows it, the interview can still be taken, and
-- attempts are left.
create function reprise_private.can_start_over(p_session reprise.interview_sessions)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return p_session.start_over_allowed
    and (p_session.interview_id is null
      or (reprise_private.may_start_interview(p_session.user_id, p_session.interview_id)
        and coalesce(reprise_private.attempts_left(p_session.user_id, p_session.interview_id) > 0, true)));
end
$$;
comment on function reprise_private.can_start_over is 'Returns whether the candidate may abandon this session and start again.';

-- Returns a user's id, email and name, for reviewers and the user. The name is the user's own text: control characters and characters that
-- change the direction of a line are removed, white space at its ends too, and it is cut at 200 characters. Without a visible name it is the
-- e-mail address; without one, "Candidate" with the first characters of the id, so that two of them differ.
create function reprise_private.candidate_name(p_user_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_user auth.users;
  v_name text;
begin
  select * into v_user from auth.users u where u.id = p_user_id;
  if not found then
    return null;
  end if;
  -- Cut before anything looks at the whole text, which may be megabytes.
  v_name := left(case when jsonb_typeof(v_user.raw_user_meta_data -> 'full_name') = 'string' then v_user.raw_user_meta_data ->> 'full_name' end, 1000);
  v_name := btrim(left(btrim(regexp_replace(
    v_name, '[\u0001-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]', '', 'g'
  )), 200));
  return jsonb_build_object(
    'user_id', v_user.id, 'email', v_user.email,
    'name', case when reprise_private.is_blank(v_name) then coalesce(nullif(v_user.email, ''), 'Candidate ' || left(v_user.id::text, 4)) else v_name end
  );
end
$$;
comment on function reprise_private.candidate_name is 'Returns a candidate''s id, e-mail address and name.';

-- Checks that the answer to an mcq is the id of one of its options, or empty if the time has expired. Errors: invalid_request.
create function reprise_private.check_option(p_question reprise.session_questions, p_answer text, p_time_expired boolean)
returns void
language plpgsql set search_path = ''
as $$
begin
  if p_question.kind = 'mcq' and not (p_answer = '' and p_time_expired)
    and not reprise_private.is_option_id(p_question.options, p_answer)
  then
    perform reprise_private.invalid_request('answer', 'must be the id of one of the options');
  end if;
end
$$;
comment on function reprise_private.check_option is 'Validates the answer to an mcq.';

-- Refuses a text of p_bytes if its candidate has no room left (reprise_private.check_stored_bytes). Texts of running timed interviews and of an
-- organization's running sessions are never refused: they are stored and counted. Once such a session is over, only an invited candidate's late
-- texts are: anybody can take a public interview, any number of times.
-- Errors: rate_limited, limit_reached.
create function reprise_private.check_room(p_session reprise.interview_sessions, p_bytes bigint)
returns void
language plpgsql set search_path = ''
as $$
begin
  if (p_session.mode <> 'timed' and p_session.organization_id is null)
    or (p_session.status <> 'in_progress' and not reprise_private.is_invited(p_session.user_id, p_session.interview_id))
  then
    perform reprise_private.check_stored_bytes(p_session.user_id, p_bytes);
  end if;
end
$$;
comment on function reprise_private.check_room is 'Refuses a text for which its candidate has no room left, unless it belongs to a running interview.';

-- Refuses the texts of a sealed file unless they are a list of 1 to 100 objects with position, text (1 to 65,536 bytes) and, if it is there,
-- client_submitted_at in the years that RFC 3339 can write. The functions check the same in shared/sealing; this is for callers of the Data
-- API. Reads only.
-- Errors: invalid_request, payload_too_large.
create function reprise_private.check_sealed_texts(p_texts jsonb)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_text jsonb;
begin
  if jsonb_typeof(p_texts) is distinct from 'array' or jsonb_array_length(p_texts) not between 1 and 100 then
    perform reprise_private.invalid_request('texts', 'must be a list of 1 to 100 texts');
  end if;
  for v_text in select e from jsonb_array_elements(p_texts) e loop
    if jsonb_typeof(v_text -> 'position') is distinct from 'number' or v_text ->> 'position' !~ '^[0-9]{1,3}$' then
      perform reprise_private.invalid_request('texts', 'has a text without a position from 0 to 999');
    elsif jsonb_typeof(v_text -> 'text') is distinct from 'string' or v_text ->> 'text' = '' then
      perform reprise_private.invalid_request('texts', 'has an entry without a text');
    elsif not coalesce(jsonb_typeof(v_text -> 'client_submitted_at') in ('string', 'null'), true)
      or (v_text ->> 'client_submitted_at')::timestamptz not between '0001-01-01 00:00Z' and '9999-12-31 23:59Z'
    then
      perform reprise_private.invalid_request('texts', 'has a client_submitted_at that is no time, or out of range');
    end if;
    perform reprise_private.check_text(v_text ->> 'text');
  end loop;
end
$$;
comment on function reprise_private.check_sealed_texts is 'Refuses texts of a sealed file that cannot be stored.';

-- Refuses arguments of a submit that are invalid in every state. Errors: invalid_request, payload_too_large.
create function reprise_private.check_submission(p_position integer, p_answer text, p_lease integer, p_time_expired boolean)
returns void
language plpgsql set search_path = ''
as $$
begin
  if p_position is null or p_position < 0 then
    perform reprise_private.invalid_request('position', 'must be 0 or more');
  elsif p_lease is null then
    perform reprise_private.invalid_request('lease', 'is required');
  elsif p_answer is null or (p_answer = '' and not p_time_expired) then
    perform reprise_private.invalid_request('answer', 'may be empty only when the time has expired');
  end if;
  perform reprise_private.check_text(p_answer);
end
$$;
comment on function reprise_private.check_submission is 'Validates the arguments of a submit.';

-- Refuses a transcription that is not {"text", "duration_seconds"} within its bounds. Null means that there is none.
-- Errors: invalid_request, payload_too_large.
create function reprise_private.check_transcription(p_transcription jsonb)
returns void
language plpgsql set search_path = ''
as $$
begin
  if p_transcription is null then
    return;
  elsif jsonb_typeof(p_transcription) <> 'object' or p_transcription - '{text,duration_seconds}'::text[] <> '{}' then
    perform reprise_private.invalid_request('transcription', 'must be an object with text and duration_seconds');
  elsif coalesce(jsonb_typeof(p_transcription -> 'text'), '') <> 'string' then
    perform reprise_private.invalid_request('transcription', 'needs a text');
  elsif coalesce(jsonb_typeof(p_transcription -> 'duration_seconds'), '') <> 'number'
    or not (p_transcription ->> 'duration_seconds')::numeric between 0.001 and 86400
  then
    perform reprise_private.invalid_request('transcription', 'needs a duration_seconds of 0.001 to 86400');
  end if;
  perform reprise_private.check_text(p_transcription ->> 'text');
end
$$;
comment on function reprise_private.check_transcription is 'Validates a transcription.';

-- Releases the caller from the session they are live in. Called by the candidate. Locks the candidate.
-- in_progress → abandoned if the candidate could start over. Otherwise only the active row is deleted and the session remains resumable, so
-- that a crashed browser does not cost the only attempt. A repeat finds no session and returns `cleared` false.
create function reprise_private.clear_stuck_session()
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
begin
  perform reprise_private.lock_candidate(v_user_id);
  select s.* into v_session
  from reprise.active_interview_sessions a
  join reprise.interview_sessions s on s.id = a.session_id
  where a.user_id = v_user_id;
  if found then
    v_session := reprise_private.settle_session(v_session);
    if v_session.status = 'in_progress' and reprise_private.can_start_over(v_session) then
      v_session := reprise_private.close_session(v_session, 'abandoned', 'cleared', now(), v_user_id);
    elsif v_session.status = 'in_progress' then
      perform reprise_private.delete_active_row(v_session.id);
      perform reprise_private.record_repeatable_event(v_session.id, v_user_id, 'live_marker_cleared');
    end if;
  end if;
  return jsonb_build_object(
    'cleared', v_session.id is not null,
    'session', case when v_session.id is not null then reprise_private.session_summary(v_session) end,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.clear_stuck_session is 'Releases the caller from the session they are live in.';

-- in_progress → completed, cancelled or abandoned. Every session ends here. The caller holds the candidate's lock.
-- Closes the open question with its draft. A completed session gets an empty answer (source skipped) for each question without one.
-- Writes one event and deletes the active row.
create function reprise_private.close_session(
  p_session reprise.interview_sessions, p_status text, p_reason text, p_at timestamptz, p_actor uuid
)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
  v_question reprise.session_questions;
begin
  perform reprise_private.end_break(p_session, p_at);
  select * into v_question from reprise.session_questions q
  where q.session_id = p_session.id and q.position = p_session.position and q.closed_at is null;
  if v_question.draft <> '' then
    perform reprise_private.store_answer(p_session.id, p_session.position, v_question.draft, 'draft', v_question.draft_at);
  end if;
  if p_status = 'completed' then
    perform reprise_private.store_answer(q.session_id, q.position, '', 'skipped', p_at)
    from reprise.session_questions q
    where q.session_id = p_session.id
      and not exists (select from reprise.answers a where a.session_id = q.session_id and a.position = q.position)
    order by q.position;
  end if;
  update reprise.session_questions q set closed_at = p_at where q.session_id = p_session.id and q.closed_at is null;
  update reprise.interview_sessions s
  set status = p_status, closed_reason = p_reason, closed_at = p_at,
    completed_at = case when p_status = 'completed' then p_at end
  where s.id = p_session.id
  returning * into v_session;
  perform reprise_private.delete_active_row(p_session.id);
  perform reprise_private.record_event(p_session.id, p_actor, 'session_' || p_status, jsonb_build_object(
    'reason', p_reason, 'position', v_session.position, 'closed_at', reprise_private.rfc3339(p_at)
  ));
  return v_session;
end
$$;
comment on function reprise_private.close_session is 'Closes a session with a status and a reason.';

-- Copies the current keys of a new session's questions. The caller has just copied the questions.
create function reprise_private.copy_question_keys(p_session_id uuid)
returns void
language plpgsql set search_path = ''
as $$
begin
  insert into reprise.session_question_keys (
    session_id, position, correct_option, keywords, sample_solution, criteria, keywords_needed, explanation, sources
  )
  select sq.session_id, sq.position, k.correct_option, k.keywords, k.sample_solution, k.criteria, k.keywords_needed, k.explanation, k.sources
  from reprise.session_questions sq
  join reprise.question_keys k on k.question_id = sq.question_id
  where sq.session_id = p_session_id;
end
$$;
comment on function reprise_private.copy_question_keys is 'Copies the current keys of a new session''s questions.';

-- Trigger of the tables with a candidate's texts: counts a stored or deleted text for the session's user, and the draft of a question when
-- the question closes or is reopened (an open question has one draft, which is replaced). If the session is being deleted, its row is gone,
-- and reprise_private.forget_texts has subtracted all of its texts. A text that a member of the organization uploaded is not the candidate's.
create function reprise_private.count_text()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_bytes bigint := 0;
  v_user_id uuid := (
    select s.user_id from reprise.interview_sessions s where s.id = case tg_op when 'DELETE' then old.session_id else new.session_id end
  );
begin
  if tg_table_name = 'late_answers' then
    if (case tg_op when 'DELETE' then old.uploaded_by else new.uploaded_by end) <> v_user_id then
      return null;
    end if;
  end if;
  if tg_table_name = 'session_questions' then
    v_bytes := case when new.closed_at is null then 0 else octet_length(coalesce(new.draft, '')) end
      - case when old.closed_at is null then 0 else octet_length(coalesce(old.draft, '')) end;
  elsif tg_op = 'INSERT' then
    if tg_table_name in ('answers', 'late_answers') then
      v_bytes := octet_length(new.answer);
    elsif tg_table_name = 'transcriptions' then
      v_bytes := octet_length(new.text);
    else
      v_bytes := octet_length(new.content);
    end if;
  elsif tg_table_name in ('answers', 'late_answers') then
    v_bytes := -octet_length(old.answer);
  else
    v_bytes := -octet_length(old.content);
  end if;
  if v_bytes <> 0 then
    perform reprise_private.count_stored_bytes(v_user_id, v_bytes);
  end if;
  return null;
end
$$;
comment on function reprise_private.count_text is 'Trigger: counts a stored or deleted text for its user.';

-- nothing → in_progress: creates the session of an interview with copies of its questions and keys, so that later edits do not change
-- running sessions. Draws from the interview's pools and shuffles options with a new seed, which is stored and which nobody but the operator
-- reads. Returns the new row; no question is served yet. p_session_id is an unused id, which its user may have chosen: the seed never follows
-- from it.
-- Errors: not_enough_questions, interview_not_ready (a question stored before questions were checked cannot be answered; no clock is
-- started, whether it was drawn or not).
create function reprise_private.create_session(
  p_session_id uuid, p_user_id uuid, p_interview reprise.interviews, p_extra_time_percent integer
)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_seed uuid;
  v_drawn uuid[];
  v_limits integer[];
  v_session reprise.interview_sessions;
begin
  v_seed := gen_random_uuid();
  v_drawn := reprise_private.draw_questions(p_interview.id, v_seed);
  if v_drawn is null then
    perform reprise_private.refuse_and_roll_back(422, 'not_enough_questions', '{"reason": "interview", "available": 0}');
  end if;
  if exists (
    select from reprise_private.askable_questions(p_interview.id) a
    join reprise.questions q on q.id = a.question_id
    where not reprise_private.is_answerable(q.kind, q.prompt, q.options)
  ) then
    perform reprise_private.refuse_and_roll_back(409, 'interview_not_ready');
  end if;
  select array_agg(q.time_limit_seconds order by d.number) into v_limits
  from unnest(v_drawn) with ordinality d (id, number)
  join reprise.questions q using (id);
  insert into reprise.interview_sessions (
    id, user_id, interview_id, organization_id, mode, title, question_count, time_limits, extra_time_percent,
    grace_seconds, start_over_allowed, break_seconds, resume_until
  )
  values (
    p_session_id, p_user_id, p_interview.id, p_interview.organization_id, 'timed',
    p_interview.title, cardinality(v_limits), v_limits, p_extra_time_percent,
    p_interview.grace_seconds, p_interview.start_over_allowed, p_interview.break_seconds,
    now() + greatest(
      make_interval(mins => p_interview.resume_window_minutes),
      (select sum(make_interval(secs => l * (100 + p_extra_time_percent) / 100.0 + p_interview.grace_seconds)) from unnest(v_limits) l)
        + make_interval(secs => p_interview.break_seconds)
    )
  )
  returning * into v_session;
  insert into reprise_private.session_seeds (session_id, seed) values (v_session.id, v_seed);
  insert into reprise.session_questions (
    session_id, position, question_id, kind, prompt, options, points, time_limit_seconds, min_seconds
  )
  select v_session.id, row_number() over (order by d.number) - 1, q.id, q.kind, q.prompt,
    case
      when p_interview.shuffle_options
        then reprise_private.shuffled_options(reprise_private.shown_options(q.kind, q.options), v_seed, q.id)
      else reprise_private.shown_options(q.kind, q.options)
    end,
    q.points, q.time_limit_seconds, q.min_seconds
  from unnest(v_drawn) with ordinality d (id, number)
  join reprise.questions q using (id);
  perform reprise_private.copy_question_keys(v_session.id);
  return v_session;
end
$$;
comment on function reprise_private.create_session is 'Creates the session of an interview with copies of its questions and keys.';

-- Returns the session after which the next batch of an action on many sessions starts; both null without a cursor, which is the ids of user
-- and session with a point between. Batches go through the sessions in the order of their users, as the candidates' locks are taken.
-- Errors: invalid_request.
create function reprise_private.decode_batch_cursor(p_cursor text, out user_id uuid, out session_id uuid)
language plpgsql set search_path = ''
as $$
begin
  if p_cursor !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    perform reprise_private.invalid_request('cursor', 'is not a cursor of this action');
  end if;
  user_id := split_part(p_cursor, '.', 1)::uuid;
  session_id := split_part(p_cursor, '.', 2)::uuid;
end
$$;
comment on function reprise_private.decode_batch_cursor is 'Returns the session after which the next batch of an action starts.';

-- Returns where a page starts: the last row of the previous page, or before all rows.
create function reprise_private.decode_cursor(p_cursor text, out started_at timestamptz, out id uuid)
language sql immutable set search_path = ''
as $$
  select
    coalesce(timestamptz 'epoch' + split_part(p_cursor, '.', 1)::bigint * interval '1 microsecond', 'infinity'),
    coalesce(split_part(p_cursor, '.', 2)::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
$$;
comment on function reprise_private.decode_cursor is 'Returns the row after which a page starts.';

-- active → completing → deleted: removes a candidate's active row in two steps, so that listeners of the table see the session closing.
-- Does not change the session. Returns whether there was a row.
create function reprise_private.delete_active_row(p_session_id uuid)
returns boolean
language plpgsql set search_path = ''
as $$
begin
  update reprise.active_interview_sessions a set status = 'completing' where a.session_id = p_session_id;
  delete from reprise.active_interview_sessions a where a.session_id = p_session_id;
  return found;
end
$$;
comment on function reprise_private.delete_active_row is 'Deletes a candidate''s active row.';

-- Returns the cursor that continues after a session.
create function reprise_private.encode_cursor(p_session reprise.interview_sessions)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  return (extract(epoch from p_session.started_at) * 1000000)::bigint || '.' || p_session.id;
end
$$;
comment on function reprise_private.encode_cursor is 'Returns the cursor that continues after a session.';

-- Ends the break of a session, at p_at or when its time was over: the time ledger gets how long it lasted, since the question before was
-- answered. Called by whatever serves the current question or closes the session; they hold the candidate's lock. A session that is not on a
-- break stays as it is. Returns the session as it then is.
create function reprise_private.end_break(p_session reprise.interview_sessions, p_at timestamptz)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions := p_session;
begin
  if p_session.break_until is not null then
    insert into reprise.time_credits (session_id, position, kind, seconds, reason, created_at)
    select q.session_id, p_session.position, 'break',
      greatest(round(extract(epoch from least(p_at, p_session.break_until) - q.closed_at), 3), 0.001), 'A break before this question', p_at
    from reprise.session_questions q
    where q.session_id = p_session.id and q.position = p_session.position - 1;
    update reprise.interview_sessions s set break_until = null where s.id = p_session.id returning * into v_session;
  end if;
  return v_session;
end
$$;
comment on function reprise_private.end_break is 'Ends the break of a session and writes it into the time ledger.';

-- Ends a break whose time is over: its question counts as served at that moment, however late that is noticed. The time that outages have taken
-- from its clock since is given back at once, because they may have been credited while the question was not served yet. The caller
-- (reprise_private.settle_session) holds the candidate's lock. Returns the session as it then is.
create function reprise_private.end_overdue_break(p_session reprise.interview_sessions)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
begin
  v_session := reprise_private.serve_next_question(p_session, p_session.break_until);
  perform reprise_private.credit_outage(o, v_session, v_session.position)
  from reprise.outages o
  where tstzrange(o.began_at, o.ended_at) && tstzrange(p_session.break_until, clock_timestamp());
  select * into v_session from reprise.interview_sessions s where s.id = p_session.id;
  return v_session;
end
$$;
comment on function reprise_private.end_overdue_break is 'Ends a break whose time is over.';

-- Deletes a session's overdue active row and writes an event. Called by cleanup and when the user starts or resumes another session.
-- Returns whether there was a row.
create function reprise_private.expire_active_row(p_session_id uuid)
returns boolean
language plpgsql set search_path = ''
as $$
begin
  if not reprise_private.delete_active_row(p_session_id) then
    return false;
  end if;
  perform reprise_private.record_repeatable_event(p_session_id, null, 'live_marker_expired');
  return true;
end
$$;
comment on function reprise_private.expire_active_row is 'Deletes a session''s overdue active row and writes an event.';

-- Returns the positions that expired since the candidate was last here: the question before the current one, if the clock closed it and
-- nothing has been served since. Never more than one, because the next question is not served until the candidate is back.
create function reprise_private.expired_while_away(p_session reprise.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(q.position), '[]')
    from reprise.session_questions q
    join reprise.answers a on a.session_id = q.session_id and a.position = q.position and a.source in ('draft', 'expired')
    where q.session_id = p_session.id and q.position = p_session.position - 1
      and q.deadline_at is not null and q.closed_at >= q.deadline_at
      and not exists (
        select from reprise.session_questions n
        where n.session_id = q.session_id and n.position = p_session.position and n.served_at is not null
      )
  );
end
$$;
comment on function reprise_private.expired_while_away is 'Returns the positions that expired while the candidate was away.';

-- Sets the extra time of a session in progress: the time ledger gets the difference, in percent. The deadline of the open question moves as
-- well; the next heartbeat reports it to the candidate. An actor of null is an operator. The caller holds the candidate's lock.
-- Errors: invalid_request, session_closed.
create function reprise_private.extend_time(p_session reprise.interview_sessions, p_actor uuid, p_reason text, p_arguments jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_percent integer := (p_arguments ->> 'extra_time_percent')::integer;
  v_more integer := v_percent - p_session.extra_time_percent;
begin
  if p_session.status <> 'in_progress' then
    perform reprise_private.refuse_and_roll_back(409, 'session_closed', jsonb_build_object('session_status', p_session.status));
  elsif v_percent is null or not v_percent between p_session.extra_time_percent and 400 then
    perform reprise_private.invalid_request(
      'extra_time_percent', 'must be between ' || p_session.extra_time_percent || ' (what the session has) and 400'
    );
  end if;
  insert into reprise.time_credits (session_id, kind, percent, reason, actor)
  select p_session.id, 'extra_time', v_more, p_reason, p_actor where v_more > 0;
  update reprise.interview_sessions s
  set extra_time_percent = v_percent,
    resume_until = s.resume_until + coalesce((
      select sum(make_interval(secs => l * v_more / 100.0)) from unnest(s.time_limits) l
    ), interval '0')
  where s.id = p_session.id;
  perform reprise_private.set_deadline(q.session_id, q.position)
  from reprise.session_questions q
  where q.session_id = p_session.id and q.closed_at is null and q.served_at is not null;
  return jsonb_build_object('from_percent', p_session.extra_time_percent, 'to_percent', v_percent);
end
$$;
comment on function reprise_private.extend_time is 'Sets the extra time of a session in progress.';

-- Returns the late text stored earlier with the same content and reason (for a draft: from the same lease), or a null row.
create function reprise_private.find_late_text(p_session_id uuid, p_position integer, p_text text, p_reason text, p_lease integer)
returns reprise.late_answers
language plpgsql stable set search_path = ''
as $$
declare
  v_row reprise.late_answers;
begin
  select k.* into v_row from reprise.late_answers k
  where k.session_id = p_session_id and k.position = p_position and k.reason = p_reason
    and k.sha256 = reprise_private.sha256_hex(p_text)
    and (k.reason <> 'late_draft' or k.lease_number = p_lease);
  return v_row;
end
$$;
comment on function reprise_private.find_late_text is 'Returns the late text stored earlier with the same content and reason.';

-- in_progress → completed or cancelled. Called by the candidate who holds the lease. Locks the candidate. A repeat gets the same response.
-- Errors: session_not_found, invalid_request. Committed refusals: lease_lost, session_closed (it ended with another outcome).
create function reprise_private.finish_session(p_session_id uuid, p_lease integer, p_outcome text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
  v_active reprise.active_interview_sessions;
begin
  if p_outcome is null or p_outcome not in ('completed', 'cancelled') then
    perform reprise_private.invalid_request('outcome', 'must be completed or cancelled');
  elsif p_lease is null then
    perform reprise_private.invalid_request('lease', 'is required');
  end if;
  v_session := reprise_private.lock_own_session(p_session_id, v_user_id);
  if v_session.status = 'in_progress' then
    v_active := reprise_private.renew_lease(v_session, p_lease);
    if v_active.user_id is null then
      return reprise_private.store_text_and_refuse_lease_lost(v_session, v_session.position, null, p_lease);
    end if;
    v_session := reprise_private.settle_session(v_session);
  end if;
  if v_session.status = 'in_progress' then
    v_session := reprise_private.close_session(
      v_session, p_outcome, case p_outcome when 'completed' then 'finished' else 'cancelled' end, now(), v_user_id
    );
  elsif v_session.status <> p_outcome then
    return reprise_private.store_text_and_refuse_closed(v_session, v_session.position, null, p_lease);
  end if;
  return reprise_private.session_view(v_session, null);
end
$$;
comment on function reprise_private.finish_session is 'Closes a session early, as completed or cancelled.';

-- Trigger: when a session is deleted, subtracts all of its texts from what is stored for its user. Runs before the delete, while they exist.
create function reprise_private.forget_texts()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform reprise_private.count_stored_bytes(old.user_id, -(
    select coalesce(sum(t.bytes), 0)::bigint
    from (
      select octet_length(a.answer) from reprise.answers a where a.session_id = old.id
      union all select octet_length(k.answer) from reprise.late_answers k
      where k.session_id = old.id and (k.uploaded_by is null or k.uploaded_by = old.user_id)
      union all select octet_length(p.text) from reprise.transcriptions p where p.session_id = old.id
      union all select octet_length(q.draft) from reprise.session_questions q where q.session_id = old.id and q.closed_at is not null
      union all select octet_length(m.content) from reprise.messages m where m.session_id = old.id
      union all select octet_length(l.content) from reprise.late_messages l where l.session_id = old.id
    ) t (bytes)
  ));
  return old;
end
$$;
comment on function reprise_private.forget_texts is 'Trigger: subtracts the texts of a deleted session from what is stored for its user.';

-- Returns what GET /resume shows: the session the user is live in, else the latest they can resume, else null. Called by the candidate.
-- Reads only.
create function reprise_private.get_active_session(p_client_id uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
begin
  v_session := reprise_private.resumable_session(v_user_id);
  return jsonb_build_object(
    'active_session', case when v_session.id is not null then reprise_private.welcome_back(v_session, p_client_id) end,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.get_active_session is 'Returns the session the caller can resume, with what the welcome-back dialog shows.';

-- Returns whether the current question of a session is open and its time, including grace, is not up, or a break before it has not been ended.
create function reprise_private.has_time_left(p_session reprise.interview_sessions)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select p_session.break_until is not null or exists (
      select from reprise.session_questions q
      where q.session_id = p_session.id and q.position = p_session.position and q.closed_at is null
        and q.deadline_at + make_interval(secs => p_session.grace_seconds) >= now()
    )
  );
end
$$;
comment on function reprise_private.has_time_left is 'Returns whether the current question has time left, or a break before it has not been ended.';

-- Renews the lease and stores the draft if one is sent. Called by the candidate who holds the lease. Locks the candidate.
-- The draft is that of the current question or of a conversation; a draft for a closed question is stored as a late text. Never serves a
-- question.
-- Errors: session_not_found, position_ahead, payload_too_large, invalid_request. Committed refusals: lease_lost, session_closed.
create function reprise_private.heartbeat(p_session_id uuid, p_lease integer, p_draft_position integer, p_draft_text text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
  v_question reprise.session_questions;
  v_active reprise.active_interview_sessions;
begin
  if p_lease is null then
    perform reprise_private.invalid_request('lease', 'is required');
  elsif (p_draft_position is null) <> (p_draft_text is null) then
    perform reprise_private.invalid_request('draft', 'needs both position and text');
  elsif p_draft_position < 0 then
    perform reprise_private.invalid_request('draft', 'needs a position of 0 or more');
  end if;
  perform reprise_private.check_text(p_draft_text);
  v_session := reprise_private.lock_own_session(p_session_id, v_user_id);
  if p_draft_position is not null then
    v_session := reprise_private.reverse_expiry(v_session, p_draft_position, p_lease);
  end if;
  if v_session.status = 'in_progress' then
    v_active := reprise_private.renew_lease(v_session, p_lease);
    if v_active.user_id is null then
      return reprise_private.store_text_and_refuse_lease_lost(v_session, p_draft_position, p_draft_text, p_lease, 'late_draft');
    end if;
    v_session := reprise_private.settle_session(v_session);
  end if;
  if v_session.status <> 'in_progress' then
    return reprise_private.store_text_and_refuse_closed(v_session, p_draft_position, p_draft_text, p_lease, 'late_draft');
  elsif v_session.mode = 'conversation' and p_draft_position is not null then
    perform reprise_private.save_conversation_draft(v_session.id, p_draft_position, p_draft_text);
  elsif p_draft_position < v_session.position then
    perform reprise_private.store_late_text_unless_answer(v_session, p_draft_position, p_draft_text, 'late_draft', p_lease);
  elsif p_draft_position is not null then
    if p_draft_position <> v_session.position or not exists (
      select from reprise.session_questions q
      where q.session_id = v_session.id and q.position = p_draft_position and q.served_at is not null
    ) then
      perform reprise_private.refuse_and_roll_back(409, 'position_ahead', jsonb_build_object('position', v_session.position));
    end if;
    -- A call that began earlier but got the lock later must not overwrite a newer draft with an older one.
    update reprise.session_questions q set draft = p_draft_text, draft_at = now()
    where q.session_id = v_session.id and q.position = p_draft_position and (q.draft_at is null or q.draft_at <= now());
  end if;

  select * into v_question from reprise.session_questions q
  where q.session_id = v_session.id and q.position = v_session.position;
  return jsonb_build_object(
    'lease', reprise_private.lease_view(v_active),
    'position', v_session.position,
    'status', v_session.status,
    'deadline_at', reprise_private.rfc3339(v_question.deadline_at),
    'remaining_seconds', reprise_private.remaining_seconds(v_question.deadline_at),
    'draft_saved_at', reprise_private.rfc3339(coalesce(
      v_question.draft_at, (select c.draft_at from reprise.conversations c where c.session_id = v_session.id)
    )),
    'extra_time_percent', v_session.extra_time_percent,
    'time_credits', reprise_private.time_credits_view(v_question),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.heartbeat is 'Renews the lease and stores the draft.';

-- Returns whether the last sign of life of a session's active row is recent enough for cleanup to leave the row.
create function reprise_private.is_live(p_session_id uuid)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from reprise.active_interview_sessions a, reprise_private.settings t
      where a.session_id = p_session_id and a.updated_at >= now() - t.active_session_max_age
    )
  );
end
$$;
comment on function reprise_private.is_live is 'Returns whether a session has an active row that is not overdue.';

-- Returns whether a repeated start asks for what the session was started with, as far as the session records it: the topic of a conversation;
-- type, domain, difficulty and question count of a practice run. Templates are not compared: one may have been changed or deleted since.
create function reprise_private.is_same_start(p_session reprise.interview_sessions, p_practice jsonb, p_conversation jsonb)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  if p_session.mode = 'conversation' then
    return nullif(btrim(p_conversation ->> 'topic'), '')
      is not distinct from (select c.topic from reprise.conversations c where c.session_id = p_session.id);
  elsif p_session.mode = 'practice' and jsonb_typeof(p_practice -> 'template_id') is not distinct from 'string' then
    return true;
  elsif p_session.mode = 'practice' then
    return (p_practice ->> 'interview_type', p_practice ->> 'domain', p_practice ->> 'difficulty', p_practice ->> 'question_count')
      is not distinct from (p_session.interview_type, p_session.domain, p_session.difficulty, p_session.question_count::text);
  end if;
  return true;
end
$$;
comment on function reprise_private.is_same_start is 'Returns whether a repeated start has the arguments its session was started with.';

-- Returns whether a text is the answer to its question or one of its late texts, for whatever reason. Drafts that came late do not count: a
-- newer one replaces them. Reads only.
create function reprise_private.is_stored_text(p_session_id uuid, p_position integer, p_text text)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return reprise_private.is_the_answer(p_session_id, p_position, p_text) or exists (
    select from reprise.late_answers k
    where k.session_id = p_session_id and k.position = p_position and k.sha256 = reprise_private.sha256_hex(p_text)
      and k.reason <> 'late_draft'
  );
end
$$;
comment on function reprise_private.is_stored_text is 'Returns whether a text is the answer to its question or one of its late texts.';

-- Returns whether a text equals the stored answer of its question, so that there is nothing more to store.
create function reprise_private.is_the_answer(p_session_id uuid, p_position integer, p_text text)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select exists (
      select from reprise.answers a
      where a.session_id = p_session_id and a.position = p_position and a.sha256 = reprise_private.sha256_hex(p_text)
    )
  );
end
$$;
comment on function reprise_private.is_the_answer is 'Returns whether a text equals the stored answer of its question.';

-- Returns the part of a submit's response that says that the text came too late: a receipt with how late it was, null if the text is empty
-- or could not be stored.
create function reprise_private.late_body(p_late reprise.late_answers, p_replayed boolean)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'receipt', reprise_private.receipt(p_late.id),
    'accepted', false, 'replayed', p_replayed, 'late', true, 'kept', p_late.id is not null
  );
end
$$;
comment on function reprise_private.late_body is 'Returns the part of a submit''s response that reports a late text.';

-- Returns the lease object of the API; null without an active row.
create function reprise_private.lease_view(p_active reprise.active_interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'client_id', p_active.client_id,
      'number', p_active.lease_number,
      'expires_at', reprise_private.rfc3339(p_active.lease_expires_at),
      'heartbeat_seconds', t.heartbeat_seconds,
      'draft_seconds', t.draft_seconds
    )
    from reprise_private.settings t
    where p_active.user_id is not null
  );
end
$$;
comment on function reprise_private.lease_view is 'Returns the lease object of the API.';

-- Returns one page of the caller's sessions, newest first, by keyset; p_cursor is the next_cursor of the previous page. Reads only. Planned
-- for the arguments of each call, so that a filter uses the index in the page's order. Only practice runs have a type or a domain.
-- Errors: invalid_request.
create function reprise_private.list_sessions(
  p_cursor text, p_page_size integer, p_status text, p_mode text, p_interview_type text, p_domain text
)
returns jsonb
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_size integer := coalesce(p_page_size, 20);
  v_after record;
  v_page reprise.interview_sessions[];
begin
  perform reprise_private.check_page(v_size, p_cursor, p_status, p_mode);
  select * into v_after from reprise_private.decode_cursor(p_cursor);
  select array_agg(p order by p.started_at desc, p.id desc) into v_page
  from (
    select s.* from reprise.interview_sessions s
    where s.user_id = v_user_id and (s.started_at, s.id) < (v_after.started_at, v_after.id)
      and (p_status is null or s.status = p_status) and (p_mode is null or s.mode = p_mode)
      and (p_interview_type is null or (s.mode = 'practice' and s.interview_type = p_interview_type))
      and (p_domain is null or (s.mode = 'practice' and s.domain = p_domain))
    order by s.started_at desc, s.id desc
    limit v_size + 1
  ) p;
  return jsonb_build_object(
    'sessions', coalesce((
      select jsonb_agg(reprise_private.session_summary(p) order by p.started_at desc, p.id desc) from unnest(v_page[:v_size]) p
    ), '[]'),
    'next_cursor', case when cardinality(v_page) > v_size then reprise_private.encode_cursor(v_page[v_size]) end,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_sessions is 'Returns one page of the caller''s sessions.';

-- Returns the caller's session under the candidate's lock, or refuses. An unknown id and another user's id get the same error.
create function reprise_private.lock_own_session(p_session_id uuid, p_user_id uuid)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
begin
  perform reprise_private.lock_candidate(p_user_id);
  select * into v_session from reprise.interview_sessions s where s.id = p_session_id and s.user_id = p_user_id;
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'session_not_found');
  end if;
  return v_session;
end
$$;
comment on function reprise_private.lock_own_session is 'Locks the caller and returns their session.';

-- Returns a session under its candidate's lock, for callers without the candidate's token. Errors: session_not_found.
create function reprise_private.lock_session(p_session_id uuid)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_user_id uuid := (select s.user_id from reprise.interview_sessions s where s.id = p_session_id);
begin
  if v_user_id is null then
    perform reprise_private.refuse_and_roll_back(404, 'session_not_found');
  end if;
  return reprise_private.lock_own_session(p_session_id, v_user_id);
end
$$;
comment on function reprise_private.lock_session is 'Locks the candidate of a session and returns the session.';

-- Returns the question object of the API: the current question if it has been served and the session is open, else null.
create function reprise_private.question_view(p_session reprise.interview_sessions)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'position', q.position,
      'kind', q.kind,
      'prompt', q.prompt,
      'options', reprise_private.shown_options(q.kind, q.options),
      'points', q.points,
      'time_limit_seconds', q.time_limit_seconds,
      'served_at', reprise_private.rfc3339(q.served_at),
      'deadline_at', reprise_private.rfc3339(q.deadline_at),
      'grace_seconds', p_session.grace_seconds,
      'remaining_seconds', reprise_private.remaining_seconds(q.deadline_at),
      'draft', q.draft,
      'time_credits', reprise_private.time_credits_view(q)
    )
    from reprise.session_questions q
    where q.session_id = p_session.id and q.position = p_session.position
      and p_session.status = 'in_progress' and q.served_at is not null and q.closed_at is null
  );
end
$$;
comment on function reprise_private.question_view is 'Returns the question object of the API.';

-- Writes one event to the audit trail. A null p_actor is the clock.
create function reprise_private.record_event(p_session_id uuid, p_actor uuid, p_event text, p_detail jsonb default '{}')
returns void
language plpgsql set search_path = ''
as $$
begin
  insert into reprise.session_events (session_id, actor, event, detail) values (p_session_id, p_actor, p_event, p_detail);
end
$$;
comment on function reprise_private.record_event is 'Appends one event to the audit trail of a session.';

-- Writes an event that a candidate can cause any number of times (a resume, a cleared active row, a replaced draft). If the session's last
-- event of this name and actor has the same detail, counts the repeat in that row. Once the session has settings.events_per_session events,
-- counts every further one in a single event, events_truncated. The caller holds the candidate's lock, so no repeat is missed. Events that
-- happen a bounded number of times, and those of reviewers, are always written: reprise_private.record_event.
create function reprise_private.record_repeatable_event(p_session_id uuid, p_actor uuid, p_event text, p_detail jsonb default '{}')
returns void
language plpgsql set search_path = ''
as $$
declare
  v_limit integer := (select t.events_per_session from reprise_private.settings t);
  v_last reprise.session_events;
begin
  select * into v_last from reprise.session_events e
  where e.session_id = p_session_id and e.event = p_event and e.actor is not distinct from p_actor
  order by e.id desc
  limit 1;
  if v_last.id is null or v_last.detail <> p_detail then
    if (select count(*) from reprise.session_events e where e.session_id = p_session_id) < v_limit then
      perform reprise_private.record_event(p_session_id, p_actor, p_event, p_detail);
      return;
    end if;
    select * into v_last from reprise.session_events e
    where e.session_id = p_session_id and e.event = 'events_truncated'
    order by e.id desc
    limit 1;
    if not found then
      perform reprise_private.record_event(p_session_id, null, 'events_truncated', jsonb_build_object('limit', v_limit));
      return;
    end if;
  end if;
  update reprise.session_events e set repeats = e.repeats + 1, last_at = now() where e.id = v_last.id;
end
$$;
comment on function reprise_private.record_repeatable_event is 'Writes an event, or counts it in the row of the same event.';

-- Trigger: refuses to change the text of an answer or a late text, for every role.
create function reprise_private.refuse_change_of_answer()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  raise exception 'an accepted answer is never changed' using errcode = 'restrict_violation';
end
$$;
comment on function reprise_private.refuse_change_of_answer is 'Trigger: refuses to change the text of an answer or a late text.';

-- Trigger: the audit trail is append-only. UPDATE and TRUNCATE are refused to every role, except that
-- reprise_private.record_repeatable_event may count one repeat, and that an actor whose account no longer exists becomes the nil uuid. DELETE
-- is allowed only as part of deleting the session (a cascade runs inside a trigger, a direct DELETE does not).
create function reprise_private.refuse_change_of_events()
returns trigger
language plpgsql set search_path = ''
as $$
declare
  v_callers text;
  v_counted reprise.session_events;
begin
  if tg_op = 'DELETE' and pg_trigger_depth() > 1 then
    return old;
  elsif tg_op = 'UPDATE' then
    get diagnostics v_callers = pg_context;
    v_counted := old;
    v_counted.repeats := old.repeats + 1;
    v_counted.last_at := now();
    if new is not distinct from v_counted and v_callers like '%function reprise_private.record_repeatable_event(%' then
      return new;
    end if;
  end if;
  -- Only the table's owner may ask whether an account exists; this function is security invoker.
  if tg_op = 'UPDATE' and pg_has_role(current_user, (select c.relowner from pg_catalog.pg_class c where c.oid = tg_relid), 'usage') then
    if to_jsonb(new) - 'actor' = to_jsonb(old) - 'actor' and reprise_private.is_forgotten(old.actor, new.actor) then
      return new;
    end if;
  end if;
  raise exception 'session_events is append-only' using errcode = 'restrict_violation';
end
$$;
comment on function reprise_private.refuse_change_of_events is
  'Trigger: refuses changes of the audit trail, except counted repeats, deletion with the session, and removing deleted actors.';

-- Deletes the active row of the session the user was live in, because they resume another one. Allowed if that session is over or the row
-- is overdue. The caller holds the candidate's lock. Errors: session_in_progress (with session).
create function reprise_private.release_other_session(p_session_id uuid, p_client_id uuid)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
begin
  select * into v_session from reprise.interview_sessions s where s.id = p_session_id;
  v_session := reprise_private.settle_session(v_session);
  if reprise_private.is_live(v_session.id) then
    perform reprise_private.refuse_and_roll_back(
      409, 'session_in_progress',
      jsonb_build_object('reason', 'another_session', 'session', reprise_private.welcome_back(v_session, p_client_id))
    );
  end if;
  perform reprise_private.expire_active_row(v_session.id);
end
$$;
comment on function reprise_private.release_other_session is
  'Deletes the active row of another session of the user, if that session is over or the row is overdue.';

-- Returns the seconds until a deadline, to the millisecond and not below zero; null without a deadline. Uses clock_timestamp(), as
-- server_time does: both are sent together.
create function reprise_private.remaining_seconds(p_deadline_at timestamptz)
returns numeric
language plpgsql volatile set search_path = ''
as $$
begin
  return case when p_deadline_at is not null then
    trim_scale(round(greatest(extract(epoch from p_deadline_at - clock_timestamp()), 0), 3))
  end;
end
$$;
comment on function reprise_private.remaining_seconds is 'Returns the seconds until a deadline.';

-- Checks the caller's lease and records the call as a sign of life. Returns the active row, or null if the lease is stale. The caller holds
-- the candidate's lock. If cleanup deleted the active row, the device that held the last lease gets it back, unless the user is now live in
-- another session: a laptop that wakes from sleep continues.
create function reprise_private.renew_lease(p_session reprise.interview_sessions, p_lease integer)
returns reprise.active_interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_active reprise.active_interview_sessions;
  v_expires_at timestamptz := now() + make_interval(secs => (select t.lease_seconds from reprise_private.settings t));
begin
  if p_lease is distinct from p_session.lease_number then
    return null;
  end if;
  update reprise.active_interview_sessions a
  set updated_at = greatest(a.updated_at, now()), recent_writes = reprise_private.with_this_write(a.recent_writes),
    lease_expires_at = greatest(a.lease_expires_at, v_expires_at)
  where a.user_id = p_session.user_id and a.session_id = p_session.id and a.lease_number = p_lease
  returning * into v_active;
  if not found then
    insert into reprise.active_interview_sessions (user_id, session_id, client_id, lease_number, lease_expires_at)
    values (p_session.user_id, p_session.id, p_session.lease_client_id, p_lease, v_expires_at)
    on conflict do nothing
    returning * into v_active;
    if found then
      perform reprise_private.record_repeatable_event(p_session.id, p_session.user_id, 'live_marker_restored', jsonb_build_object('lease', p_lease));
    end if;
  end if;
  return v_active;
end
$$;
comment on function reprise_private.renew_lease is 'Renews a current lease and returns the active row; returns null for a stale lease.';

-- Returns whether a submit repeats the stored answer: the same text, or an empty text if the draft was stored in its place before the time
-- was up. An answer that the clock closed was not submitted.
create function reprise_private.repeats_answer(p_answer reprise.answers, p_text text)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(
      (p_answer.source = 'submitted' and p_answer.sha256 = reprise_private.sha256_hex(p_text))
        or (p_answer.source = 'draft' and p_text = '' and exists (
          select from reprise.session_questions q
          join reprise.interview_sessions s on s.id = q.session_id
          where q.session_id = p_answer.session_id and q.position = p_answer.position and q.position < s.position
            and (q.deadline_at is null or q.closed_at < q.deadline_at + make_interval(secs => s.grace_seconds))
        )),
      false
    )
  );
end
$$;
comment on function reprise_private.repeats_answer is 'Returns whether a submit repeats the stored answer.';

-- Returns the session a user is live in, else the latest they can still resume; a null row if there is none. A session whose last question
-- has expired is over, even if nothing has settled it yet.
create function reprise_private.resumable_session(p_user_id uuid)
returns reprise.interview_sessions
language plpgsql stable set search_path = ''
as $$
declare
  v_row reprise.interview_sessions;
begin
  select s.* into v_row
  from reprise.interview_sessions s
  left join reprise.active_interview_sessions a on a.session_id = s.id
  left join reprise.session_questions last on last.session_id = s.id and last.position = s.question_count - 1
  where s.user_id = p_user_id and s.status = 'in_progress' and (s.resume_until >= now() or reprise_private.has_time_left(s))
    and not coalesce(last.deadline_at + make_interval(secs => s.grace_seconds) < now(), false)
  order by (a.user_id is not null) desc, s.started_at desc, s.id desc
  limit 1;
  return v_row;
end
$$;
comment on function reprise_private.resumable_session is 'Returns the session a user is live in, else the latest they can resume.';

-- Returns the session whose session_id a start repeats, as it is now. Only the client that holds the lease gets the lease and, if it has
-- not been served, the next question. The caller holds the candidate's lock.
-- Errors: session_id_taken (started with other arguments).
create function reprise_private.resume_repeated_start(
  p_session reprise.interview_sessions, p_client_id uuid, p_mode text, p_interview_id uuid, p_practice jsonb, p_conversation jsonb
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions := p_session;
  v_active reprise.active_interview_sessions;
begin
  if v_session.mode <> p_mode or v_session.interview_id is distinct from p_interview_id
    or not reprise_private.is_same_start(v_session, p_practice, p_conversation)
  then
    perform reprise_private.refuse_and_roll_back(409, 'session_id_taken');
  end if;
  v_session := reprise_private.settle_session(v_session);
  if v_session.status = 'in_progress' and v_session.lease_client_id = p_client_id then
    v_active := reprise_private.renew_lease(v_session, v_session.lease_number);
    if v_active.user_id is not null then
      v_session := reprise_private.serve_next_question(v_session);
    end if;
  end if;
  return jsonb_build_object('replayed', true) || reprise_private.session_view(v_session, v_active);
end
$$;
comment on function reprise_private.resume_repeated_start is 'Returns the session whose session_id a start repeats.';

-- Resumes a session, on the same or another device. Called by the candidate. Locks the candidate. Closes what has expired, gives the lease
-- to p_client_id and serves the current question. The same client gets its lease back; another one needs p_takeover while the holder's
-- lease has not expired. A closed session is returned as it is.
-- Errors: invalid_request, live_elsewhere, session_in_progress, rate_limited (only for ids that are not of the caller's sessions).
-- Committed refusal: no_session, which counts as a use of unknown_session.
create function reprise_private.resume_session(p_session_id uuid, p_client_id uuid, p_takeover boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
  v_active reprise.active_interview_sessions;
  v_expired jsonb;
begin
  if p_client_id is null then
    perform reprise_private.invalid_request('client_id', 'is required');
  end if;
  perform reprise_private.lock_candidate(v_user_id);
  if p_session_id is null then
    v_session := reprise_private.resumable_session(v_user_id);
  else
    select * into v_session from reprise.interview_sessions s where s.id = p_session_id and s.user_id = v_user_id;
    if not found then
      perform reprise_private.check_account(v_user_id);
      perform reprise_private.take_rate_limit(v_user_id, 'unknown_session');
    end if;
  end if;
  if v_session.id is null then
    return reprise_private.refuse_and_commit(404, 'no_session');
  end if;
  v_session := reprise_private.settle_session(v_session);
  v_expired := reprise_private.expired_while_away(v_session);
  if v_session.status <> 'in_progress' then
    return reprise_private.session_view(v_session, null) || jsonb_build_object('expired', v_expired);
  end if;

  select * into v_active from reprise.active_interview_sessions a where a.user_id = v_user_id;
  if v_active.session_id <> v_session.id then
    perform reprise_private.release_other_session(v_active.session_id, p_client_id);
  elsif v_active.client_id <> p_client_id and v_active.lease_expires_at > now() and not coalesce(p_takeover, false) then
    perform reprise_private.refuse_and_roll_back(
      409, 'live_elsewhere', jsonb_build_object('last_seen_at', reprise_private.rfc3339(v_active.updated_at))
    );
  end if;
  v_active := reprise_private.take_lease(v_session, p_client_id);
  v_session := reprise_private.serve_next_question(v_session);
  perform reprise_private.record_repeatable_event(v_session.id, v_user_id, 'session_resumed', jsonb_build_object(
    'client_id', p_client_id, 'lease', v_active.lease_number, 'takeover', coalesce(p_takeover, false) and v_active.lease_number > v_session.lease_number
  ));
  select * into v_session from reprise.interview_sessions s where s.id = v_session.id;
  return reprise_private.session_view(v_session, v_active) || jsonb_build_object('expired', v_expired);
end
$$;
comment on function reprise_private.resume_session is 'Resumes a session, on the same or another device.';

-- Reopens a question that expired under a call made in time: the call's transaction began before the time was up, but another one (the
-- cleanup, a second call) got the lock first and closed the question. A late call changes nothing. Applies only to the device that holds the
-- lease, and only if nothing has been served or started since. Returns the session as it then is. The caller holds the candidate's lock.
create function reprise_private.reverse_expiry(p_session reprise.interview_sessions, p_position integer, p_lease integer)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions := p_session;
begin
  if p_lease is distinct from p_session.lease_number
    or not reprise_private.can_reopen_question(p_session, p_position)
    or not exists (
      select from reprise.session_questions q
      where q.session_id = p_session.id and q.position = p_position and q.closed_at >= now()
    )
  then
    return v_session;
  end if;
  v_session := reprise_private.reopen_question(p_session, p_position);
  perform reprise_private.record_repeatable_event(v_session.id, v_session.user_id, 'expiry_reversed', jsonb_build_object('position', p_position));
  return v_session;
end
$$;
comment on function reprise_private.reverse_expiry is 'Reopens a question that expired while a call made in time waited for the lock.';

-- Serves the current question if it has not been served: sets served_at and deadline_at once, and ends the break before it. Called only when
-- the candidate is there to read it (start, submit, resume), or when the time of a break is over (p_at, otherwise null). The caller holds the
-- candidate's lock and has settled the session. Returns the session as it then is.
-- Uses clock_timestamp(), not now(), because a wait for the lock must not shorten the candidate's time.
create function reprise_private.serve_next_question(p_session reprise.interview_sessions, p_at timestamptz default null)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_at timestamptz := coalesce(p_at, clock_timestamp());
begin
  update reprise.session_questions q
  set served_at = v_at,
    deadline_at = v_at + make_interval(
      secs => reprise_private.question_seconds(q.session_id, q.position, q.time_limit_seconds, v_at)::double precision
    )
  where q.session_id = p_session.id and q.position = p_session.position
    and q.served_at is null and p_session.status = 'in_progress';
  return reprise_private.end_break(p_session, v_at);
end
$$;
comment on function reprise_private.serve_next_question is 'Serves the current question and starts its clock.';

-- Returns what a submit says of its session, and what the session view begins with: session, current question or break, lease (null for a caller who
-- does not hold it), the state of a conversation (null for other modes), and the time. Its size does not depend on what was answered.
create function reprise_private.session_state(p_session reprise.interview_sessions, p_active reprise.active_interview_sessions)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return jsonb_build_object(
    'session', reprise_private.session_summary(p_session),
    'question', reprise_private.question_view(p_session),
    'break', reprise_private.break_view(p_session),
    'break_seconds_left', reprise_private.break_seconds_left(p_session),
    'lease', reprise_private.lease_view(p_active),
    'conversation', case when p_session.mode = 'conversation' then reprise_private.conversation_view(p_session, false) end,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.session_state is 'Returns the session view of the API without the answers.';

-- Returns the session object of the API.
create function reprise_private.session_summary(p_session reprise.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_session.id,
    'mode', p_session.mode,
    'interview_id', p_session.interview_id,
    'title', p_session.title,
    'status', p_session.status,
    'position', p_session.position,
    'question_count', p_session.question_count,
    'time_limits', p_session.time_limits,
    'started_at', reprise_private.rfc3339(p_session.started_at),
    'resume_until', reprise_private.rfc3339(p_session.resume_until),
    'completed_at', reprise_private.rfc3339(p_session.completed_at),
    'closed_reason', p_session.closed_reason,
    'extra_time_percent', p_session.extra_time_percent,
    'practice', case when p_session.mode = 'practice' then jsonb_build_object(
      'interview_type', p_session.interview_type, 'domain', p_session.domain, 'difficulty', p_session.difficulty
    ) end
  );
end
$$;
comment on function reprise_private.session_summary is 'Returns the session object of the API.';

-- Returns the session view of the API: its state (reprise_private.session_state) and the candidate's answers. It grows with what was answered.
create function reprise_private.session_view(p_session reprise.interview_sessions, p_active reprise.active_interview_sessions)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return reprise_private.session_state(p_session, p_active)
    || jsonb_build_object('answers', reprise_private.answers_view(p_session.id));
end
$$;
comment on function reprise_private.session_view is 'Returns the session view of the API.';

-- Row level security of the lifecycle tables: candidates read their own rows, members those of their organization, and nobody writes.

-- Returns the caller's sessions. Security definer: one index lookup, evaluated once per query.
create function reprise_private.sessions_of_caller()
returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select s.id from reprise.interview_sessions s where s.user_id = (select auth.uid())
$$;
comment on function reprise_private.sessions_of_caller is 'Returns the ids of the caller''s own sessions.';

-- Returns the sessions of the caller's organizations, except those the caller took: there they are a candidate like any other.
-- Security definer, like reprise_private.sessions_of_caller.
create function reprise_private.sessions_under_review()
returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select s.id from reprise.interview_sessions s
  where s.organization_id in (select reprise_private.organizations_of_caller()) and s.user_id <> (select auth.uid())
$$;
comment on function reprise_private.sessions_under_review is
  'Returns the ids of the sessions of the caller''s organizations, without the caller''s own.';

-- Closes what has expired in a session; the only function that expires questions. Start, submit, heartbeat, resume, finish and
-- cleanup all call it, so it does not matter which comes first. The caller holds the candidate's lock. A repeat changes nothing.
-- An expired question closes at deadline + grace with its last draft (source draft) or empty (source expired); the next one is not served.
-- After a break whose time is over the next one is served, at that moment.
-- in_progress → completed after the last question; in_progress → abandoned after resume_until, but not while an open question has time
-- left: resume_until limits when a new question may begin.
create function reprise_private.settle_session(p_session reprise.interview_sessions)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions := p_session;
  v_question reprise.session_questions;
  v_closes_at timestamptz;
  v_has_draft boolean;
begin
  if v_session.status <> 'in_progress' then
    return v_session;
  end if;
  if v_session.break_until < now() then
    v_session := reprise_private.end_overdue_break(v_session);
  end if;
  select * into v_question from reprise.session_questions q
  where q.session_id = v_session.id and q.position = v_session.position and q.closed_at is null;
  v_closes_at := v_question.deadline_at + make_interval(secs => v_session.grace_seconds);
  if v_closes_at >= now() then
    return v_session;
  end if;
  if v_closes_at < now() then
    v_has_draft := coalesce(v_question.draft <> '', false);
    perform reprise_private.store_answer(
      v_session.id, v_session.position,
      case when v_has_draft then v_question.draft else '' end,
      case when v_has_draft then 'draft' else 'expired' end,
      case when v_has_draft then v_question.draft_at else v_closes_at end
    );
    update reprise.session_questions q set closed_at = v_closes_at
    where q.session_id = v_session.id and q.position = v_session.position;
    update reprise.interview_sessions s set position = s.position + 1
    where s.id = v_session.id
    returning * into v_session;
    perform reprise_private.record_event(v_session.id, null, 'question_expired', jsonb_build_object(
      'position', v_question.position, 'source', case when v_has_draft then 'draft' else 'expired' end,
      'closed_at', reprise_private.rfc3339(v_closes_at)
    ));
    if v_session.position = v_session.question_count then
      return reprise_private.close_session(v_session, 'completed', 'expired', v_closes_at, null);
    end if;
  end if;
  if v_session.resume_until < now() then
    return reprise_private.close_session(
      v_session, 'abandoned', 'resume_window_passed', greatest(v_session.resume_until, v_closes_at), null
    );
  end if;
  return v_session;
end
$$;
comment on function reprise_private.settle_session is 'Closes what has expired in a session.';

-- Returns the mode that a start asks for: timed, practice or conversation. Errors: invalid_request (not exactly one of the three).
create function reprise_private.start_mode(p_interview_id uuid, p_practice jsonb, p_conversation jsonb)
returns text
language plpgsql set search_path = ''
as $$
begin
  if num_nonnulls(p_interview_id, p_practice, p_conversation) <> 1 then
    perform reprise_private.invalid_request('interview_id', 'send exactly one of interview_id, practice and conversation');
  elsif jsonb_typeof(p_practice) <> 'object' then
    perform reprise_private.invalid_request('practice', 'must be an object');
  elsif jsonb_typeof(p_conversation) <> 'object' then
    perform reprise_private.invalid_request('conversation', 'must be an object');
  end if;
  return case when p_interview_id is not null then 'timed' when p_practice is not null then 'practice' else 'conversation' end;
end
$$;
comment on function reprise_private.start_mode is 'Returns the mode that a start asks for.';

-- nothing → in_progress. Called by the candidate. Locks the candidate. Takes exactly one of p_interview_id (a timed interview), p_practice
-- and p_conversation. A repeat with the same session_id returns the same session, replayed. An id that another user has is treated like an
-- unused one: the new session gets an id of its own and remembers the requested one. A conflicting session is returned with the error,
-- unless start_over abandons it. Accepts the invitation that waits for the caller's address. Without an invitation it is refused while its
-- user has too much text stored.
-- Errors: invalid_request, session_id_taken, practice_template_not_found, not_authenticated, session_in_progress, start_over_not_allowed,
-- attempts_used_up, not_enough_questions, interview_not_ready, rate_limited, limit_reached. Committed refusal, which counts as a use of
-- start, so that nobody can look for interviews without a limit: interview_not_found.
create function reprise_private.start_session(
  p_session_id uuid, p_client_id uuid, p_interview_id uuid, p_start_over boolean, p_practice jsonb, p_conversation jsonb
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_mode text := reprise_private.start_mode(p_interview_id, p_practice, p_conversation);
  v_interview_id uuid := coalesce(p_interview_id, (p_conversation ->> 'interview_id')::uuid);
  v_interview reprise.interviews;
  v_session reprise.interview_sessions;
  v_active reprise.active_interview_sessions;
  v_id uuid;
begin
  if p_client_id is null then
    perform reprise_private.invalid_request('client_id', 'is required');
  end if;
  perform reprise_private.lock_candidate(v_user_id);

  select * into v_session from reprise.interview_sessions s
  where s.user_id = v_user_id and p_session_id in (s.id, s.requested_id);
  if found then
    return reprise_private.resume_repeated_start(v_session, p_client_id, v_mode, v_interview_id, p_practice, p_conversation);
  end if;

  perform reprise_private.check_account(v_user_id);

  if v_interview_id is not null then
    -- Nobody makes a draft of it from here on (check_unpublished_interview).
    select * into v_interview from reprise.interviews i where i.id = v_interview_id for key share;
    if v_interview.mode = v_mode then
      perform reprise_private.accept_waiting_invitation(v_user_id, v_interview_id);
    end if;
    if v_interview.mode is distinct from v_mode or not reprise_private.may_start_interview(v_user_id, v_interview_id) then
      perform reprise_private.take_rate_limit(v_user_id, 'start');
      return reprise_private.refuse_and_commit(404, 'interview_not_found');
    end if;
  end if;

  perform reprise_private.abandon_or_refuse_conflicts(v_user_id, v_interview_id, p_client_id, coalesce(p_start_over, false));
  if reprise_private.attempts_left(v_user_id, v_interview_id) <= 0 then
    perform reprise_private.refuse_and_roll_back(403, 'attempts_used_up');
  end if;
  perform reprise_private.take_rate_limit(v_user_id, 'start');
  perform reprise_private.take_rate_limit(v_user_id, 'start_day');
  if v_interview_id is null or not reprise_private.is_invited(v_user_id, v_interview_id) then
    perform reprise_private.check_stored_bytes(v_user_id, 0);
  end if;
  v_id := reprise_private.unused_session_id(p_session_id);

  if v_mode = 'timed' then
    v_session := reprise_private.create_session(v_id, v_user_id, v_interview, reprise_private.extra_time_at_start(v_user_id, v_interview));
    perform reprise_private.record_starting_credit(v_session);
  elsif v_mode = 'practice' then
    v_session := reprise_private.create_practice_session(v_id, v_user_id, p_practice);
  else
    v_session := reprise_private.create_conversation(v_id, v_user_id, v_interview, p_conversation);
  end if;
  if v_id <> p_session_id then
    update reprise.interview_sessions s set requested_id = p_session_id where s.id = v_id returning * into v_session;
  end if;
  v_active := reprise_private.take_lease(v_session, p_client_id);
  perform reprise_private.serve_next_question(v_session);
  perform reprise_private.record_event(v_session.id, v_user_id, 'session_started', jsonb_build_object(
    'client_id', p_client_id, 'start_over', coalesce(p_start_over, false), 'extra_time_percent', v_session.extra_time_percent
  ));
  return jsonb_build_object('replayed', false) || reprise_private.session_view(v_session, v_active);
end
$$;
comment on function reprise_private.start_session is 'Starts a timed interview, a practice run or a conversation.';

-- Stores the answer of (session, position) and returns the row. The caller holds the candidate's lock and has checked everything; the
-- unique key refuses a second answer.
create function reprise_private.store_answer(
  p_session_id uuid, p_position integer, p_answer text, p_source text, p_received_at timestamptz
)
returns reprise.answers
language plpgsql set search_path = ''
as $$
declare
  v_row reprise.answers;
begin
  insert into reprise.answers (session_id, position, answer, source, sha256, received_at)
  values (p_session_id, p_position, p_answer, p_source, reprise_private.sha256_hex(p_answer), p_received_at)
  returning * into v_row;
  return v_row;
end
$$;
comment on function reprise_private.store_answer is 'Inserts the accepted answer to a question.';

-- Refuses an answer sent sooner than the question allows. Stores the text as the draft, and the caller may try again; an empty text leaves
-- the draft unchanged. A call that began earlier but got the lock later must not replace a newer draft.
create function reprise_private.store_draft_and_refuse_too_fast(p_question reprise.session_questions, p_text text)
returns jsonb
language plpgsql set search_path = ''
as $$
begin
  update reprise.session_questions q set draft = p_text, draft_at = now()
  where q.session_id = p_question.session_id and q.position = p_question.position and p_text <> ''
    and (q.draft_at is null or q.draft_at <= now());
  return reprise_private.refuse_and_commit(409, 'too_fast', jsonb_build_object('retry_after_seconds', reprise_private.remaining_seconds(
    p_question.served_at + make_interval(secs => p_question.min_seconds)
  )));
end
$$;
comment on function reprise_private.store_draft_and_refuse_too_fast is
  'Stores a text sent sooner than min_seconds as the draft and refuses it as an answer.';

-- Stores a text that cannot be accepted as a late text. The same text for the same reason is stored once, so a retry gets the same receipt.
-- Only the newest draft (reason late_draft) of each lease is stored, besides those that a reviewer has accepted.
-- Returns a null row if the question was never served, the lease never existed, or the limit is reached
-- (reprise_private.settings.late_texts_per_question texts, and as many drafts; of a practice run late_texts_granted): then the caller must not
-- report the text as stored. A text past late_texts_granted counts as a use of kept_text.
-- Errors: rate_limited, and those of reprise_private.check_room.
create function reprise_private.store_late_text(
  p_session reprise.interview_sessions, p_position integer, p_text text, p_reason text, p_lease integer
)
returns reprise.late_answers
language plpgsql set search_path = ''
as $$
declare
  v_kept reprise.late_answers := reprise_private.find_late_text(p_session.id, p_position, p_text, p_reason, p_lease);
  v_deadline_at timestamptz;
  v_replaced boolean := false;
  v_stored integer;
  v_granted integer;
  v_limit integer;
begin
  if v_kept.id is not null then
    return v_kept;
  end if;
  select q.deadline_at into v_deadline_at from reprise.session_questions q
  where q.session_id = p_session.id and q.position = p_position and q.served_at is not null;
  if not found or p_lease < 1 or p_lease > p_session.lease_number then
    return null;
  end if;
  if p_reason = 'late_draft' then
    delete from reprise.late_answers k
    where k.session_id = p_session.id and k.position = p_position and k.reason = p_reason and k.lease_number = p_lease
      and k.accepted_at is null;
    v_replaced := found;
  end if;
  select count(*) into v_stored from reprise.late_answers k
  where k.session_id = p_session.id and k.position = p_position and (k.reason = 'late_draft') = (p_reason = 'late_draft')
    and k.reason <> 'sealed_file';
  select t.late_texts_granted, case p_session.mode when 'practice' then t.late_texts_granted else t.late_texts_per_question end
  into v_granted, v_limit
  from reprise_private.settings t;
  if v_stored >= v_limit then
    return null;
  elsif v_stored >= v_granted and not v_replaced then
    perform reprise_private.take_rate_limit(p_session.user_id, 'kept_text');
  end if;
  perform reprise_private.check_room(p_session, octet_length(p_text));
  insert into reprise.late_answers (session_id, position, answer, reason, sha256, lease_number, received_at, late_by)
  values (
    p_session.id, p_position, p_text, p_reason, reprise_private.sha256_hex(p_text), p_lease, now(),
    coalesce(greatest(now() - v_deadline_at, interval '0'), interval '0')
  )
  returning * into v_kept;
  perform reprise_private.record_repeatable_event(p_session.id, p_session.user_id, 'text_kept', jsonb_build_object(
    'position', p_position, 'reason', p_reason, 'lease', p_lease
  ) || case when p_reason = 'late_draft' then '{}' else jsonb_build_object('late_answer_id', v_kept.id) end);
  return v_kept;
end
$$;
comment on function reprise_private.store_late_text is 'Stores a text that cannot be accepted as a late text.';

-- Stores a refused text unless it equals the stored answer; in a conversation the text is a draft. Returns true if the text is stored in
-- either form, false if there is no text or it could not be stored.
create function reprise_private.store_late_text_unless_answer(
  p_session reprise.interview_sessions, p_position integer, p_text text, p_reason text, p_lease integer
)
returns boolean
language plpgsql set search_path = ''
as $$
begin
  return coalesce(p_text, '') <> '' and case
    when p_session.mode = 'conversation' then reprise_private.store_late_message(p_session, null, p_text, 'late_draft', p_lease)
    else reprise_private.is_the_answer(p_session.id, p_position, p_text)
      or (reprise_private.store_late_text(p_session, p_position, p_text, p_reason, p_lease)).id is not null
  end;
end
$$;
comment on function reprise_private.store_late_text_unless_answer is
  'Stores a refused text unless it equals the answer, and returns whether it is stored.';

-- Stores one text of a sealed file as a late text, with who uploaded it and when the device claims to have written it; the claim decides
-- nothing. Never changes an answer: a reviewer may accept the text. Returns false, and writes nothing, if the text is the answer or a late
-- text already. The caller holds the candidate's lock. For one question, late_texts_per_question such texts (in a practice run
-- late_texts_granted) are stored of the candidate and as many of members, besides other late texts, so that none uses up the others' places. Uploads
-- of members are not counted in the candidate's stored bytes.
-- Errors: invalid_request (the question was never served), limit_reached (reason sealed_texts), rate_limited, those of check_room.
create function reprise_private.store_sealed_text(
  p_session reprise.interview_sessions, p_position integer, p_text text, p_uploader uuid, p_client_submitted_at timestamptz
)
returns boolean
language plpgsql set search_path = ''
as $$
declare
  v_deadline_at timestamptz;
  v_limit integer;
  v_is_own boolean := p_uploader = p_session.user_id;
  v_id uuid;
begin
  select q.deadline_at into v_deadline_at from reprise.session_questions q
  where q.session_id = p_session.id and q.position = p_position and q.served_at is not null;
  if not found then
    perform reprise_private.invalid_request('texts', 'has a question that this candidate was never given');
  end if;
  if reprise_private.is_stored_text(p_session.id, p_position, p_text) then
    return false;
  end if;
  select case p_session.mode when 'practice' then t.late_texts_granted else t.late_texts_per_question end into v_limit
  from reprise_private.settings t;
  if v_limit <= (
    select count(*) from reprise.late_answers k
    where k.session_id = p_session.id and k.position = p_position and k.reason = 'sealed_file'
      and (k.uploaded_by = p_session.user_id) = v_is_own
  ) then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', jsonb_build_object('reason', 'sealed_texts', 'limit', v_limit));
  end if;
  if v_is_own then
    perform reprise_private.check_room(p_session, octet_length(p_text));
  end if;
  insert into reprise.late_answers (
    session_id, position, answer, reason, sha256, received_at, late_by, uploaded_by, client_submitted_at
  )
  values (
    p_session.id, p_position, p_text, 'sealed_file', reprise_private.sha256_hex(p_text), now(),
    coalesce(greatest(now() - v_deadline_at, interval '0'), interval '0'), p_uploader, p_client_submitted_at
  )
  returning id into v_id;
  perform reprise_private.record_repeatable_event(p_session.id, p_uploader, 'text_kept', jsonb_build_object(
    'position', p_position, 'reason', 'sealed_file', 'late_answer_id', v_id,
    'client_submitted_at', reprise_private.rfc3339(p_client_submitted_at)
  ));
  return true;
end
$$;
comment on function reprise_private.store_sealed_text is 'Stores one text of a sealed file as a late text.';

-- Stores the texts of a sealed file as late texts, all or none. Called by the candidate of the session or by a member of its organization; the
-- caller is recorded as the uploader, and each call of a member counts as a use of review. Takes texts instead of the file, because the
-- database has no key to open it; a file proves no more than its texts, as anybody can seal one. Locks the candidate. A repeat stores nothing,
-- counts every text as already stored, and uses nothing of sealed_text. No text becomes the answer, so accepted is 0; open counts those whose
-- question can still be answered. A session of others gets the same error as an unknown one.
-- Errors: not_authenticated, session_not_found, invalid_request, payload_too_large, rate_limited, and those of reprise_private.store_sealed_text.
create function reprise_private.store_sealed_texts(p_session_id uuid, p_texts jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
  v_text record;
  v_stored integer := 0;
begin
  perform reprise_private.check_account(v_user_id);
  perform reprise_private.check_sealed_texts(p_texts);
  select * into v_session from reprise.interview_sessions s
  where s.id = p_session_id
    and (s.user_id = v_user_id or s.organization_id in (select reprise_private.organizations_of_caller()));
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'session_not_found');
  end if;
  -- A member's calls queue at their own counter, one at a time, and are bounded: a repeat stores nothing, but takes the candidate's lock.
  if v_session.user_id <> v_user_id then
    perform reprise_private.take_rate_limit(v_user_id, 'review');
  end if;
  -- One use for each new text. Before the candidate's lock: an uploader who waits for their own other call must not make the candidate wait.
  -- An action of its own: under their lock, candidates count uses of kept_text, and each would wait for the other.
  perform reprise_private.take_rate_limit(v_user_id, 'sealed_text')
  from jsonb_to_recordset(p_texts) as given (position integer, text text)
  where not reprise_private.is_stored_text(p_session_id, given.position, given.text);
  v_session := reprise_private.lock_session(p_session_id);
  for v_text in select * from jsonb_to_recordset(p_texts) as given (position integer, text text, client_submitted_at timestamptz) loop
    if reprise_private.store_sealed_text(v_session, v_text.position, v_text.text, v_user_id, v_text.client_submitted_at) then
      v_stored := v_stored + 1;
    end if;
  end loop;
  return jsonb_build_object(
    'session_id', p_session_id, 'stored', v_stored, 'already_stored', jsonb_array_length(p_texts) - v_stored, 'accepted', 0,
    'open', (
      select count(*) from jsonb_to_recordset(p_texts) as given (position integer)
      join reprise.session_questions q on q.session_id = p_session_id and q.position = given.position
      where v_session.status = 'in_progress' and q.closed_at is null
        and coalesce(q.deadline_at + make_interval(secs => v_session.grace_seconds) >= now(), true)
    ),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.store_sealed_texts is 'Stores the texts of a sealed file as late texts.';

-- Stores a submitted text: as the answer, or as a late text if it cannot be accepted. Returns a committed refusal or
-- the receipt. The order of the checks is the contract: a repeat of what is stored (gets the first receipt, at any later time and under any
-- lease), the lease, what the clock has closed, whether the session is open, the position. The caller holds the candidate's lock.
-- Errors: position_ahead, invalid_request. Committed refusals: already_answered, lease_lost, session_closed, too_fast.
create function reprise_private.store_submission(
  p_session reprise.interview_sessions, p_position integer, p_answer text, p_lease integer,
  p_client_submitted_at timestamptz, p_time_expired boolean
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
  v_active reprise.active_interview_sessions;
  v_answer reprise.answers;
  v_late reprise.late_answers;
  v_same_answer boolean;
  v_same_late boolean;
begin
  v_session := reprise_private.reverse_expiry(p_session, p_position, p_lease);
  select * into v_answer from reprise.answers a where a.session_id = v_session.id and a.position = p_position;
  v_same_answer := reprise_private.repeats_answer(v_answer, p_answer);
  v_same_late := not v_same_answer
    and (reprise_private.find_late_text(v_session.id, p_position, p_answer, 'late', p_lease)).id is not null;

  if v_session.status = 'in_progress' then
    v_active := reprise_private.renew_lease(v_session, p_lease);
    if v_active.user_id is null and not (v_same_answer or v_same_late) then
      return reprise_private.store_text_and_refuse_lease_lost(v_session, p_position, p_answer, p_lease);
    end if;
    v_session := reprise_private.settle_session(v_session);
    select * into v_answer from reprise.answers a where a.session_id = v_session.id and a.position = p_position;
  end if;

  if v_same_answer then
    return reprise_private.accepted_body(v_answer, true);
  elsif v_answer.source = 'submitted' then
    return reprise_private.store_text_and_refuse_answered(v_session, v_answer, p_answer, p_lease);
  elsif v_answer.source in ('draft', 'expired') and p_position < v_session.position then
    if p_answer <> '' then
      v_late := reprise_private.store_late_text(v_session, p_position, p_answer, 'late', p_lease);
    end if;
    return reprise_private.late_body(v_late, v_same_late);
  elsif v_session.status <> 'in_progress' then
    return reprise_private.store_text_and_refuse_closed(v_session, p_position, p_answer, p_lease);
  end if;
  return reprise_private.accept_answer(v_session, v_active, p_position, p_answer, p_client_submitted_at, p_time_expired);
end
$$;
comment on function reprise_private.store_submission is 'Stores a submitted text, as the answer or as a late text.';

-- Refuses a different text for an answered question. The answer does not change; the new text is stored as a late text.
create function reprise_private.store_text_and_refuse_answered(
  p_session reprise.interview_sessions, p_answer reprise.answers, p_text text, p_lease integer
)
returns jsonb
language plpgsql set search_path = ''
as $$
begin
  return reprise_private.refuse_and_commit(409, 'already_answered', jsonb_build_object(
    'receipt', reprise_private.receipt(p_answer.id),
    'position', p_session.position,
    'kept', reprise_private.store_late_text_unless_answer(p_session, p_answer.position, p_text, 'already_answered', p_lease)
  ));
end
$$;
comment on function reprise_private.store_text_and_refuse_answered is
  'Stores a different text for an answered question as a late text and refuses it.';

-- Refuses a call because the session is over. Nothing changes; the text is stored as a late text. A null text means there is none.
create function reprise_private.store_text_and_refuse_closed(
  p_session reprise.interview_sessions, p_position integer, p_text text, p_lease integer, p_reason text default 'session_closed'
)
returns jsonb
language plpgsql set search_path = ''
as $$
begin
  return reprise_private.refuse_and_commit(409, 'session_closed', jsonb_build_object(
    'session_status', p_session.status, 'closed_reason', p_session.closed_reason,
    'kept', reprise_private.store_late_text_unless_answer(p_session, p_position, p_text, p_reason, p_lease)
  ));
end
$$;
comment on function reprise_private.store_text_and_refuse_closed is 'Stores a text for a closed session as a late text and refuses the call.';

-- Refuses a call because another device holds the session. Nothing changes; the text is stored as a late text. A null text means there is
-- none.
create function reprise_private.store_text_and_refuse_lease_lost(
  p_session reprise.interview_sessions, p_position integer, p_text text, p_lease integer, p_reason text default 'lease_lost'
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_active reprise.active_interview_sessions;
begin
  select * into v_active from reprise.active_interview_sessions a where a.session_id = p_session.id;
  return reprise_private.refuse_and_commit(409, 'lease_lost', jsonb_build_object(
    'lease', reprise_private.lease_view(v_active),
    'kept', reprise_private.store_late_text_unless_answer(p_session, p_position, p_text, p_reason, p_lease)
  ));
end
$$;
comment on function reprise_private.store_text_and_refuse_lease_lost is 'Stores a text from a stale lease as a late text and refuses the call.';

-- Stores a transcription with the text it came with, if that text is stored: as the answer or as a late text. The transcription of an empty
-- text is stored with the question's answer, whatever it is. The first transcription of a text stays; a practice run has one a question, and
-- each counts as a use of transcription. The caller holds the candidate's lock and has stored or refused the text.
-- Errors: rate_limited, and those of reprise_private.check_room.
create function reprise_private.store_transcription(p_session reprise.interview_sessions, p_position integer, p_text text, p_transcription jsonb)
returns void
language plpgsql set search_path = ''
as $$
begin
  if p_session.mode = 'practice' and exists (
    select from reprise.transcriptions t where t.session_id = p_session.id and t.position = p_position
  ) then
    return;
  end if;
  insert into reprise.transcriptions (session_id, position, sha256, text, duration_seconds)
  select p_session.id, p_position, k.sha256, p_transcription ->> 'text', (p_transcription ->> 'duration_seconds')::numeric
  from (
    select a.sha256 from reprise.answers a
    where a.session_id = p_session.id and a.position = p_position and (a.sha256 = reprise_private.sha256_hex(p_text) or p_text = '')
    union
    select l.sha256 from reprise.late_answers l
    where l.session_id = p_session.id and l.position = p_position and l.sha256 = reprise_private.sha256_hex(p_text)
  ) k
  on conflict do nothing;
  if found then
    if p_session.mode = 'practice' then
      perform reprise_private.take_rate_limit(p_session.user_id, 'transcription');
    end if;
    -- The text is counted already.
    perform reprise_private.check_room(p_session, 0);
  end if;
end
$$;
comment on function reprise_private.store_transcription is 'Stores a transcription with the text it came with.';

-- Processes a submit, from the call to the response. Called by the candidate. Locks the candidate. Stores the text
-- (reprise_private.store_submission), then starts the clock of the next question if the caller holds the lease: the only place of a submit
-- that does. With p_serve_next false an accepted answer begins a break instead, if the session has time left for one, and a repeat does not
-- end it. After the last answer the session becomes completed. A repeat gets the first receipt. A text that cannot be accepted is stored
-- as a late text; a transcription is stored beside the text in either case. The response does not grow with what was answered before.
-- Errors: session_not_found, payload_too_large, invalid_request, and those of reprise_private.store_submission.
create function reprise_private.submit_answer(
  p_session_id uuid, p_position integer, p_answer text, p_lease integer,
  p_client_submitted_at timestamptz, p_time_expired boolean, p_transcription jsonb, p_serve_next boolean
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
  v_active reprise.active_interview_sessions;
  v_result jsonb;
begin
  perform reprise_private.check_submission(p_position, p_answer, p_lease, coalesce(p_time_expired, false));
  perform reprise_private.check_transcription(p_transcription);
  v_session := reprise_private.lock_own_session(p_session_id, v_user_id);
  v_result := reprise_private.store_submission(
    v_session, p_position, p_answer, p_lease, p_client_submitted_at, coalesce(p_time_expired, false)
  );
  if p_transcription is not null then
    perform reprise_private.store_transcription(v_session, p_position, p_answer, p_transcription);
  end if;
  if v_result ? 'problem' then
    return v_result;
  end if;

  select * into v_session from reprise.interview_sessions s where s.id = p_session_id;
  select * into v_active from reprise.active_interview_sessions a where a.session_id = p_session_id and a.lease_number = p_lease;
  if found then
    if not p_serve_next and v_result @> '{"accepted": true, "replayed": false}' then
      v_session := reprise_private.begin_break(v_session);
    end if;
    if p_serve_next or v_session.break_until is null then
      v_session := reprise_private.serve_next_question(v_session);
    end if;
  end if;
  return v_result || reprise_private.session_state(v_session, v_active) || jsonb_build_object(
    'completed', v_session.status = 'completed',
    'is_answer', reprise_private.is_the_answer(p_session_id, p_position, p_answer)
  );
end
$$;
comment on function reprise_private.submit_answer is 'Stores a submitted text and serves the next question.';

-- Makes p_client_id the holder of the session in progress. The same client gets its number back; another one gets the next number, which
-- makes every earlier lease stale. The caller holds the candidate's lock and has checked that a takeover is allowed.
-- Errors: session_in_progress (another session is live).
create function reprise_private.take_lease(p_session reprise.interview_sessions, p_client_id uuid)
returns reprise.active_interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_active reprise.active_interview_sessions;
  v_number integer;
begin
  update reprise.interview_sessions s
  set lease_number = s.lease_number + (s.lease_client_id is distinct from p_client_id)::integer,
    lease_client_id = p_client_id
  where s.id = p_session.id
  returning s.lease_number into v_number;
  insert into reprise.active_interview_sessions as a (user_id, session_id, client_id, lease_number, lease_expires_at)
  values (
    p_session.user_id, p_session.id, p_client_id, v_number,
    now() + make_interval(secs => (select t.lease_seconds from reprise_private.settings t))
  )
  on conflict (user_id) do update
  set client_id = excluded.client_id, lease_number = excluded.lease_number,
    lease_expires_at = excluded.lease_expires_at, updated_at = now(),
    recent_writes = reprise_private.with_this_write(a.recent_writes)
  where a.session_id = excluded.session_id
  returning * into v_active;
  if not found then
    perform reprise_private.refuse_and_roll_back(409, 'session_in_progress', '{"reason": "another_session"}');
  end if;
  return v_active;
end
$$;
comment on function reprise_private.take_lease is 'Makes a client the holder of the session in progress.';

-- Returns the transcription object of the API for a stored text; null if it has none.
create function reprise_private.transcription_view(p_session_id uuid, p_position integer, p_sha256 text)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'text', t.text, 'duration_seconds', trim_scale(t.duration_seconds), 'received_at', reprise_private.rfc3339(t.received_at)
    )
    from reprise.transcriptions t
    where t.session_id = p_session_id and t.position = p_position and t.sha256 = p_sha256
  );
end
$$;
comment on function reprise_private.transcription_view is 'Returns the transcription object of the API.';

-- Returns an id for a new session: the requested one, or another if that is null or a session has it. Only a session of another user can
-- have it, because the caller has looked for the user's own. An attacker who uses an id before its owner therefore takes nothing. Locks the
-- id until the end of the transaction, because a session that is being created is not visible yet. The caller holds the candidate's lock.
create function reprise_private.unused_session_id(p_requested_id uuid)
returns uuid
language plpgsql set search_path = ''
as $$
begin
  if p_requested_id is not null then
    perform pg_advisory_xact_lock(hashtextextended('reprise session ' || p_requested_id, 0));
    if not exists (select from reprise.interview_sessions s where s.id = p_requested_id) then
      return p_requested_id;
    end if;
  end if;
  return gen_random_uuid();
end
$$;
comment on function reprise_private.unused_session_id is 'Returns the requested id of a new session, or another if it is in use.';

-- Returns what the welcome-back dialog shows: the session, the current question, the time left, and whether another client is live in it.
-- Reads only: reports an expired question (time_expired) without closing it. The time left is null for a conversation and for a question
-- without a limit.
create function reprise_private.welcome_back(p_session reprise.interview_sessions, p_client_id uuid default null)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return (
    select reprise_private.session_summary(p_session) || jsonb_build_object(
      'question_number', q.position + 1,
      'time_remaining_seconds', coalesce(
        reprise_private.remaining_seconds(coalesce(q.deadline_at, ended.deadline_at)),
        trim_scale(whole.seconds)
      ),
      'time_expired', coalesce(
        coalesce(q.deadline_at, ended.deadline_at) + make_interval(secs => p_session.grace_seconds) < now(), false
      ),
      'live_elsewhere', exists (
        select from reprise.active_interview_sessions a
        where a.session_id = p_session.id and a.lease_expires_at > now() and a.client_id is distinct from p_client_id
      ),
      'can_start_over', reprise_private.can_start_over(p_session),
      'break', case when ended.deadline_at is null then reprise_private.break_view(p_session) end
    )
    from (values (p_session.id, p_session.position)) as current (session_id, position)
    left join reprise.session_questions q using (session_id, position)
    cross join lateral (
      select reprise_private.question_seconds(q.session_id, q.position, q.time_limit_seconds, null) as seconds
    ) whole
    -- A break whose time is over, but which nothing has ended yet.
    cross join lateral (
      select case
        when p_session.break_until < now() then p_session.break_until + make_interval(secs => whole.seconds::double precision)
      end as deadline_at
    ) ended
  );
end
$$;
comment on function reprise_private.welcome_back is 'Returns what the welcome-back dialog shows.';

-- Returns the moments at which something of a candidate was stored, with this transaction's added: the newest 60, 20 seconds apart at least,
-- so that a row stays small and heartbeats stay cheap, and the last 20 minutes or more are known.
create function reprise_private.with_this_write(p_moments timestamptz[])
returns timestamptz[]
language plpgsql stable set search_path = ''
as $$
declare
  v_count integer := cardinality(p_moments);
begin
  if now() < p_moments[v_count] + interval '20 seconds' then
    return p_moments;
  end if;
  return (p_moments || now())[greatest(v_count - 58, 1):];
end
$$;
comment on function reprise_private.with_this_write is 'Returns the moments of a candidate''s writes with this transaction''s added.';

-- Releases the caller from a stuck session. See reprise_private.clear_stuck_session.
create function reprise.clear_stuck_session()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.clear_stuck_session();
end
$$;
comment on function reprise.clear_stuck_session is 'Releases the caller from a stuck session. See reprise_private.clear_stuck_session.';

-- Ends a session early. See reprise_private.finish_session.
create function reprise.finish_session(session_id uuid, lease integer, outcome text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.finish_session(session_id, lease, outcome);
end
$$;
comment on function reprise.finish_session is 'Ends a session early. See reprise_private.finish_session.';

-- Returns the session the caller could resume. See reprise_private.get_active_session.
create function reprise.get_active_session(client_id uuid default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_active_session(client_id);
end
$$;
comment on function reprise.get_active_session is 'Returns the session the caller could resume. See reprise_private.get_active_session.';

-- Renews the lease and stores the draft. See reprise_private.heartbeat.
create function reprise.heartbeat(
  session_id uuid, lease integer, draft_position integer default null, draft_text text default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '500ms'
as $$
begin
  return reprise_private.heartbeat(session_id, lease, draft_position, draft_text);
end
$$;
comment on function reprise.heartbeat is 'Renews the lease and stores the draft. See reprise_private.heartbeat.';

-- Returns a page of the caller's sessions. See reprise_private.list_sessions.
create function reprise.list_sessions(
  cursor text default null, page_size integer default 20, status text default null, mode text default null,
  interview_type text default null, domain text default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_sessions(cursor, page_size, status, mode, interview_type, domain);
end
$$;
comment on function reprise.list_sessions is 'Returns a page of the caller''s sessions. See reprise_private.list_sessions.';

-- Resumes a session. See reprise_private.resume_session.
create function reprise.resume_session(
  client_id uuid, session_id uuid default null, takeover boolean default false
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.resume_session(session_id, client_id, takeover);
end
$$;
comment on function reprise.resume_session is 'Resumes a session. See reprise_private.resume_session.';

-- Starts a timed interview, a practice run or a conversation. See reprise_private.start_session.
create function reprise.start_session(
  client_id uuid, interview_id uuid default null, session_id uuid default null, start_over boolean default false,
  practice jsonb default null, conversation jsonb default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.start_session(
    session_id, client_id, interview_id, start_over,
    nullif(case jsonb_typeof(practice) when 'string' then (practice #>> '{}')::jsonb else practice end, 'null'),
    nullif(case jsonb_typeof(conversation) when 'string' then (conversation #>> '{}')::jsonb else conversation end, 'null')
  );
end
$$;
comment on function reprise.start_session is 'Starts a timed interview, a practice run or a conversation. See reprise_private.start_session.';

-- Stores the texts of a sealed file as late texts. See reprise_private.store_sealed_texts.
create function reprise.store_sealed_texts(session_id uuid, texts jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass JSON as its text.
  return reprise_private.store_sealed_texts(
    session_id, case jsonb_typeof(texts) when 'string' then (texts #>> '{}')::jsonb else texts end
  );
end
$$;
comment on function reprise.store_sealed_texts is 'Stores the texts of a sealed file as late texts. See reprise_private.store_sealed_texts.';

-- Submits an answer to the current question. See reprise_private.submit_answer.
create function reprise.submit_answer(
  session_id uuid, question_position integer, answer text, lease integer,
  client_submitted_at timestamptz default null, time_expired boolean default false, transcription jsonb default null,
  serve_next boolean default true
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '500ms'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.submit_answer(
    session_id, question_position, answer, lease, client_submitted_at, time_expired,
    nullif(case jsonb_typeof(transcription) when 'string' then (transcription #>> '{}')::jsonb else transcription end, 'null'),
    coalesce(serve_next, true)
  );
end
$$;
comment on function reprise.submit_answer is 'Submits an answer to the current question. See reprise_private.submit_answer.';

-- Row level security policies, and triggers that protect rows.

-- The policies compare with arrays, which are computed once per query and let the planner use the index on session_id: a candidate's query
-- never scans other users' rows, whatever its filters.

alter table reprise.interview_sessions enable row level security;
create policy "candidates read their sessions, members their organization's" on reprise.interview_sessions
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns(false))
    and (user_id = (select auth.uid()) or organization_id = any (array(select reprise_private.organizations_of_caller())))
  );
alter table reprise.session_questions enable row level security;
create policy "candidates read served questions, members all" on reprise.session_questions
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns()) and (
      (served_at is not null and session_id = any (array(select reprise_private.sessions_of_caller())))
      or session_id = any (array(select reprise_private.sessions_under_review()))
    )
  );
alter table reprise.session_question_keys enable row level security;
create policy "members read the keys of their organization's sessions" on reprise.session_question_keys
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
  );
alter table reprise.answers enable row level security;
create policy "candidates read their answers, members their organization's" on reprise.answers
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns()) and (
      session_id = any (array(select reprise_private.sessions_of_caller()))
      or session_id = any (array(select reprise_private.sessions_under_review()))
    )
  );
alter table reprise.late_answers enable row level security;
create policy "candidates read their late texts, members their organization's" on reprise.late_answers
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns()) and (
      session_id = any (array(select reprise_private.sessions_of_caller()))
      or session_id = any (array(select reprise_private.sessions_under_review()))
    )
  );
alter table reprise.active_interview_sessions enable row level security;
create policy "candidates read their active row, members their organization's" on reprise.active_interview_sessions
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns(false))
    and (user_id = (select auth.uid()) or session_id = any (array(select reprise_private.sessions_under_review())))
  );
alter table reprise.session_events enable row level security;
create policy "members read the audit trail of their organization" on reprise.session_events
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
  );
alter table reprise.transcriptions enable row level security;
create policy "candidates read what they said, members their organization's" on reprise.transcriptions
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns()) and (
      session_id = any (array(select reprise_private.sessions_of_caller()))
      or session_id = any (array(select reprise_private.sessions_under_review()))
    )
  );
create trigger transcriptions_write_once
  before update on reprise.transcriptions
  for each row execute function reprise_private.refuse_change_of_answer();
create trigger session_events_append_only
  before update or delete on reprise.session_events
  for each row execute function reprise_private.refuse_change_of_events();
create trigger session_events_never_truncated
  before truncate on reprise.session_events
  for each statement execute function reprise_private.refuse_change_of_events();
create trigger answers_write_once
  before update of id, session_id, position, answer, source, sha256 on reprise.answers
  for each row execute function reprise_private.refuse_change_of_answer();
create trigger late_answers_write_once
  before update of id, session_id, position, answer, sha256 on reprise.late_answers
  for each row execute function reprise_private.refuse_change_of_answer();
-- Lets members receive what reprise_private.on_session_completed sends, on the private channel of their organization. Realtime checks this policy
-- when a client joins a channel. Projects without Realtime, and those whose migrations may not create policies there, work without it.

do $$
begin
  if to_regclass('realtime.messages') is not null and to_regprocedure('realtime.topic()') is not null then
    execute 'drop policy if exists "members receive the end of their organization''s sessions" on realtime.messages';
    execute $policy$
      create policy "members receive the end of their organization's sessions" on realtime.messages
        for select to authenticated
        using (
          extension = 'broadcast' and (select realtime.topic()) = any (array(
            select 'organization:' || o.id from reprise_private.organizations_of_caller() o(id)
          ))
        )
    $policy$;
  end if;
exception when insufficient_privilege then
  raise warning 'reprise: members cannot listen to the end of sessions: %', sqlerrm;
end
$$;
create trigger answers_are_counted
  after insert or delete on reprise.answers
  for each row execute function reprise_private.count_text();
create trigger late_answers_are_counted
  after insert or delete on reprise.late_answers
  for each row execute function reprise_private.count_text();
create trigger transcriptions_are_counted
  after insert on reprise.transcriptions
  for each row execute function reprise_private.count_text();
create trigger drafts_of_closed_questions_are_counted
  after update of closed_at on reprise.session_questions
  for each row when (old.closed_at is null <> (new.closed_at is null))
  execute function reprise_private.count_text();
create trigger sessions_give_their_bytes_back
  before delete on reprise.interview_sessions
  for each row execute function reprise_private.forget_texts();

-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.transcriptions,
  reprise.interview_sessions,
  reprise.session_questions,
  reprise.session_question_keys,
  reprise.answers,
  reprise.late_answers,
  reprise.active_interview_sessions,
  reprise.session_events
from public, anon, authenticated, service_role;
revoke all on
  reprise_private.session_seeds
from public, anon, authenticated, service_role;
revoke all on sequence
  reprise.session_events_id_seq
from public, anon, authenticated, service_role;
grant select on
  reprise.transcriptions,
  reprise.interview_sessions,
  reprise.session_questions,
  reprise.session_question_keys,
  reprise.answers,
  reprise.late_answers,
  reprise.active_interview_sessions,
  reprise.session_events
to authenticated;

revoke execute on function
  reprise_private.extend_time,
  reprise_private.check_option,
  reprise.clear_stuck_session,
  reprise.finish_session,
  reprise.get_active_session,
  reprise.heartbeat,
  reprise.list_sessions,
  reprise.resume_session,
  reprise.start_session,
  reprise.store_sealed_texts,
  reprise.submit_answer,
  reprise_private.abandon_or_refuse_conflicts,
  reprise_private.accept_answer,
  reprise_private.answers_view,
  reprise_private.begin_break,
  reprise_private.break_seconds_left,
  reprise_private.break_view,
  reprise_private.can_review_session,
  reprise_private.can_start_over,
  reprise_private.candidate_name,
  reprise_private.check_submission,
  reprise_private.check_transcription,
  reprise_private.clear_stuck_session,
  reprise_private.close_session,
  reprise_private.copy_question_keys,
  reprise_private.create_session,
  reprise_private.decode_batch_cursor,
  reprise_private.decode_cursor,
  reprise_private.delete_active_row,
  reprise_private.encode_cursor,
  reprise_private.end_break,
  reprise_private.end_overdue_break,
  reprise_private.expire_active_row,
  reprise_private.expired_while_away,
  reprise_private.find_late_text,
  reprise_private.finish_session,
  reprise_private.get_active_session,
  reprise_private.has_time_left,
  reprise_private.heartbeat,
  reprise_private.is_live,
  reprise_private.is_same_start,
  reprise_private.is_stored_text,
  reprise_private.is_the_answer,
  reprise_private.store_submission,
  reprise_private.late_body,
  reprise_private.lease_view,
  reprise_private.list_sessions,
  reprise_private.lock_own_session,
  reprise_private.lock_session,
  reprise_private.question_view,
  reprise_private.record_event,
  reprise_private.record_repeatable_event,
  reprise_private.check_room,
  reprise_private.count_text,
  reprise_private.forget_texts,
  reprise_private.refuse_change_of_answer,
  reprise_private.refuse_change_of_events,
  reprise_private.release_other_session,
  reprise_private.remaining_seconds,
  reprise_private.renew_lease,
  reprise_private.repeats_answer,
  reprise_private.resume_repeated_start,
  reprise_private.resumable_session,
  reprise_private.resume_session,
  reprise_private.reverse_expiry,
  reprise_private.serve_next_question,
  reprise_private.session_summary,
  reprise_private.session_state,
  reprise_private.session_view,
  reprise_private.sessions_of_caller,
  reprise_private.sessions_under_review,
  reprise_private.settle_session,
  reprise_private.start_mode,
  reprise_private.start_session,
  reprise_private.store_answer,
  reprise_private.store_draft_and_refuse_too_fast,
  reprise_private.check_sealed_texts,
  reprise_private.store_sealed_text,
  reprise_private.store_sealed_texts,
  reprise_private.store_late_text,
  reprise_private.store_late_text_unless_answer,
  reprise_private.store_text_and_refuse_answered,
  reprise_private.store_text_and_refuse_closed,
  reprise_private.store_text_and_refuse_lease_lost,
  reprise_private.store_transcription,
  reprise_private.submit_answer,
  reprise_private.accepted_body,
  reprise_private.take_lease,
  reprise_private.unused_session_id,
  reprise_private.transcription_view,
  reprise_private.welcome_back,
  reprise_private.with_this_write
from public, anon, authenticated, service_role;
grant execute on function
  reprise.clear_stuck_session,
  reprise.finish_session,
  reprise.get_active_session,
  reprise.heartbeat,
  reprise.list_sessions,
  reprise.resume_session,
  reprise.start_session,
  reprise.store_sealed_texts,
  reprise.submit_answer,
  reprise_private.clear_stuck_session,
  reprise_private.finish_session,
  reprise_private.get_active_session,
  reprise_private.heartbeat,
  reprise_private.list_sessions,
  reprise_private.resume_session,
  reprise_private.start_session,
  reprise_private.store_sealed_texts,
  reprise_private.submit_answer
to authenticated;
grant execute on function
  reprise_private.sessions_of_caller,
  reprise_private.sessions_under_review
to authenticated;

reset check_function_bodies;
reset lock_timeout;
