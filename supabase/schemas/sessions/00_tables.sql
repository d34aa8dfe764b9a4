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
