-- Interviews, their ordered questions and their invitations.

create table reprise.interviews (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references reprise.organizations (id) on delete cascade,
  title text not null,
  description text not null default '',
  is_public boolean not null default false,
  status text not null default 'draft',
  grace_seconds integer not null default 2,
  resume_window_minutes integer not null default 1440,
  start_over_allowed boolean not null default false,
  attempts_allowed integer,
  results_visible_to_candidate boolean not null default false,
  created_at timestamptz not null default now(),
  mode text not null default 'timed',
  break_seconds integer not null default 0,
  shuffle_options boolean not null default false,
  constraint interviews_title_length check (char_length(title) between 1 and 200),
  constraint interviews_status_is_known check (status in ('draft', 'published', 'archived')),
  constraint interviews_grace_in_range check (grace_seconds between 0 and 60),
  constraint interviews_resume_window_in_range check (resume_window_minutes between 1 and 43200),
  constraint interviews_attempts_positive check (attempts_allowed > 0),
  constraint interviews_mode_is_known check (mode in ('timed', 'conversation')),
  constraint interviews_break_in_range check (break_seconds between 0 and 7200),
  constraint interviews_break_only_between_questions check (break_seconds = 0 or mode = 'timed')
);
comment on table reprise.interviews is
  'Ordered lists of questions. Sessions copy what they need at start, so editing an interview does not change running sessions.';
comment on column reprise.interviews.is_public is 'Whether any signed-in user may take it; otherwise only invited users may.';
comment on column reprise.interviews.status is
  'draft → published → archived → published; back to draft only before its first session. Only a published interview can be started.';
comment on column reprise.interviews.grace_seconds is
  'Added to every deadline on the server, to allow for network delay; published to the candidate.';
comment on column reprise.interviews.resume_window_minutes is
  'How long after the start a session can be resumed; never less than the sum of its time limits and its breaks.';
comment on column reprise.interviews.start_over_allowed is
  'Whether start_over may abandon a session in progress. attempts_allowed limits how often a candidate may start at all.';
comment on column reprise.interviews.attempts_allowed is 'Sessions a candidate may start; null means no limit. An invitation overrides it.';
comment on column reprise.interviews.mode is 'timed: questions with time limits; conversation: messages with an interviewer, without questions.';
comment on column reprise.interviews.break_seconds is
  'How long all breaks of a session may take together. A break is between two questions; 0 allows none.';
comment on column reprise.interviews.shuffle_options is
  'Whether each session shows the options of a question in an order of its own; otherwise in the order in which they are written.';
create index interviews_organization_id_idx on reprise.interviews (organization_id);
create index interviews_public_idx on reprise.interviews (created_at desc, id desc) where status = 'published' and is_public;

create table reprise.interview_questions (
  interview_id uuid not null references reprise.interviews (id) on delete cascade,
  position integer not null,
  question_id uuid not null references reprise.questions (id),
  pool integer,
  draw_count integer,
  primary key (interview_id, position),
  constraint interview_questions_position_in_range check (position between 0 and 99),
  constraint interview_questions_pool_in_range check (pool between 1 and 100),
  constraint interview_questions_draw_count_in_range check (draw_count between 0 and 100),
  constraint interview_questions_draw_count_of_a_pool check ((pool is null) = (draw_count is null))
);
comment on table reprise.interview_questions is 'The questions of an interview. Positions count from 0; gaps are closed when a session starts.';
comment on column reprise.interview_questions.pool is
  'Null: every session asks the question. Questions of the same pool are drawn from: each session asks draw_count of them, where the first is.';
comment on column reprise.interview_questions.draw_count is 'How many questions of its pool a session asks; the same for all of them. A draft may hold 0.';
create index interview_questions_question_id_idx on reprise.interview_questions (question_id);

create table reprise.interview_invitations (
  interview_id uuid not null references reprise.interviews (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  extra_time_percent integer not null default 0,
  attempts_allowed integer default 1,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (interview_id, user_id),
  constraint interview_invitations_extra_time_in_range check (extra_time_percent between 0 and 400),
  constraint interview_invitations_attempts_positive check (attempts_allowed > 0)
);
comment on table reprise.interview_invitations is
  'The right of one candidate to take an interview, with extra time and a number of attempts; given by an invitation or by hand.';
comment on column reprise.interview_invitations.extra_time_percent is 'Extra time in percent: 25 makes every time limit a quarter longer.';
create index interview_invitations_user_id_idx on reprise.interview_invitations (user_id);
