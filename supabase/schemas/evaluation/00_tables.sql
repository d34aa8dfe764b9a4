-- Grading: one evaluation per answer or conversation, one result per session. Members of the organization read these tables. Candidates never do;
-- get_results returns what their interview shows them.

create table reprise.evaluations (
  answer_id uuid primary key,
  session_id uuid not null references reprise.interview_sessions (id) on delete cascade,
  position integer,
  kind text not null,
  late_answer_id uuid references reprise.late_answers (id) on delete set null,
  status text not null default 'queued',
  attempts integer not null default 0,
  max_attempts integer not null,
  due_at timestamptz not null default now(),
  claim_token uuid,
  claimed_until timestamptz,
  grader text,
  provisional boolean not null default false,
  model text,
  prompt_version text,
  input_tokens integer,
  output_tokens integer,
  latency_ms integer,
  score numeric(8, 2),
  max_score integer not null,
  grade jsonb,
  feedback jsonb not null default '{}',
  flags text[] not null default '{}',
  error text,
  queued_at timestamptz not null default now(),
  finished_at timestamptz,
  overridden_score numeric(8, 2),
  overridden_by uuid,
  overridden_at timestamptz,
  override_reason text,
  overridden_criteria jsonb,
  organization_id uuid,
  user_id uuid,
  flow uuid,
  turn bigint,
  foreign key (session_id, position) references reprise.answers (session_id, position) on delete cascade,
  constraint evaluations_one_per_position unique (session_id, position),
  constraint evaluations_of_conversations_have_no_position check (
    (kind = 'conversation') = (position is null) and (position is not null or answer_id = session_id)
  ),
  constraint evaluations_status_is_known check (status in ('queued', 'running', 'done', 'failed', 'needs_review')),
  constraint evaluations_grader_is_known check (grader in ('key', 'none', 'keywords', 'keywords+model', 'model')),
  constraint evaluations_score_in_bounds check (score between 0 and max_score),
  constraint evaluations_override_in_bounds check (overridden_score between 0 and max_score),
  constraint evaluations_done_has_score check (status <> 'done' or (score is not null and grader is not null)),
  constraint evaluations_unfinished_has_no_score check (status not in ('queued', 'running', 'failed') or score is null),
  constraint evaluations_finished_has_no_grade check (status not in ('done', 'needs_review') or grade is null),
  constraint evaluations_running_is_claimed check ((status = 'running') = (claim_token is not null and claimed_until is not null)),
  constraint evaluations_attempts_bounded check (attempts between 0 and max_attempts),
  constraint evaluations_override_is_signed check (
    (overridden_score is null) = (overridden_by is null) and (overridden_score is null) = (override_reason is null)
      and (overridden_criteria is null or overridden_score is not null)
  )
);
comment on table reprise.evaluations is 'The job that grades one answer or assesses one conversation, and its result.';
comment on column reprise.evaluations.answer_id is 'The answer that is graded. A conversation is assessed as a whole: its session, without a position.';
comment on column reprise.evaluations.status is
  'queued → running (claimed) → done, needs_review, queued again (backoff) or failed (attempts used up). A review can queue it again.';
comment on column reprise.evaluations.late_answer_id is 'The late text that is graded instead of the answer, if a reviewer accepted one.';
comment on column reprise.evaluations.grader is
  'key: an mcq, compared with its key in SQL; none: there was no answer; keywords: graded without a model (provisional); keywords+model; model.';
comment on column reprise.evaluations.grade is
  'The result of the call that graded the answer, while another call has yet to write the feedback for the candidate.';
comment on column reprise.evaluations.overridden_score is 'A person''s score, which counts; the machine''s score remains stored.';
comment on column reprise.evaluations.overridden_criteria is
  'The scores of criteria of a conversation that a person gave, {id: score}; null if they scored the whole.';
create index evaluations_late_answer_id_idx on reprise.evaluations (late_answer_id) where late_answer_id is not null;
comment on column reprise.evaluations.organization_id is
  'The organization of the session; null for practice. Copied, like user_id, when the job is queued.';
comment on column reprise.evaluations.user_id is 'The candidate; null if no grader was needed.';
comment on column reprise.evaluations.flow is
  'The flow that takes turns with other flows: an organization, a user, or one candidate with many queued jobs at an organization.';
comment on column reprise.evaluations.turn is
  'Place in the queue, set when the job is due (reprise_private.set_evaluation_turn). Jobs are claimed in this order; null while a queued job '
  'waits for due_at.';
create index evaluations_turn_idx on reprise.evaluations (turn, due_at) where status in ('queued', 'running');
create index evaluations_flow_idx on reprise.evaluations (flow, turn) where status = 'queued';
create index evaluations_in_line_idx on reprise.evaluations (user_id, organization_id) where status = 'queued' and turn is not null;
create index evaluations_running_idx on reprise.evaluations (claimed_until) where status = 'running';
create index evaluations_waiting_idx on reprise.evaluations (session_id)
  where status in ('needs_review', 'failed') and overridden_score is null;
create index evaluations_failed_idx on reprise.evaluations (finished_at) where status = 'failed';

create table reprise.evaluation_history (
  id bigint generated always as identity primary key,
  answer_id uuid references reprise.answers (id) on delete cascade,
  conversation_id uuid,
  replaced_at timestamptz not null default now(),
  actor uuid,
  reason text not null,
  evaluation jsonb not null,
  constraint evaluation_history_is_of_one_evaluation check (num_nonnulls(answer_id, conversation_id) = 1)
);
comment on table reprise.evaluation_history is
  'Earlier versions of evaluations that a retry, a regrade, an accepted late text or an override replaced.';
create index evaluation_history_answer_id_idx on reprise.evaluation_history (answer_id, id);
comment on column reprise.evaluation_history.conversation_id is 'The session of an assessed conversation, which has no answer.';
create index evaluation_history_conversation_id_idx on reprise.evaluation_history (conversation_id, id) where conversation_id is not null;

create table reprise.session_results (
  session_id uuid primary key references reprise.interview_sessions (id) on delete cascade,
  status text not null default 'grading',
  attempts integer not null default 0,
  max_attempts integer not null,
  due_at timestamptz not null default now(),
  claim_token uuid,
  claimed_until timestamptz,
  total numeric(10, 2),
  maximum integer not null,
  percentage numeric(5, 2),
  all_graded boolean not null default false,
  grader text,
  summary text,
  strengths jsonb not null default '[]',
  improvements jsonb not null default '[]',
  recommendation text,
  model text,
  prompt_version text,
  input_tokens integer,
  output_tokens integer,
  latency_ms integer,
  error text,
  finished_at timestamptz,
  organization_id uuid,
  user_id uuid,
  flow uuid,
  turn bigint,
  constraint session_results_status_is_known check (status in ('grading', 'running', 'ready', 'failed')),
  constraint session_results_grader_is_known check (grader in ('plain', 'model')),
  constraint session_results_recommendation_is_known check (recommendation in ('Strong Hire', 'Hire', 'Maybe', 'No Hire')),
  constraint session_results_only_a_model_recommends check (recommendation is null or grader = 'model'),
  constraint session_results_running_is_claimed check ((status = 'running') = (claim_token is not null and claimed_until is not null)),
  constraint session_results_total_in_bounds check (total between 0 and maximum),
  constraint session_results_attempts_bounded check (attempts between 0 and max_attempts)
);
comment on table reprise.session_results is 'The results of completed sessions, and the jobs that write their summaries.';
comment on column reprise.session_results.status is
  'grading → running (claimed, once no evaluation is open) → ready, grading again (backoff) or failed. A review sets it back to grading.';
comment on column reprise.session_results.recommendation is 'A model''s advisory opinion. A person decides.';
comment on column reprise.session_results.organization_id is
  'The organization of the session; null for practice. Copied, like user_id, when the summary is due.';
comment on column reprise.session_results.user_id is 'The candidate.';
comment on column reprise.session_results.flow is 'The flow that takes turns with other flows, as in evaluations.';
comment on column reprise.session_results.turn is
  'Place in the queue, set when the summary is due and no evaluation of the session is open (reprise_private.set_summary_turn); else null.';
create index session_results_turn_idx on reprise.session_results (turn, due_at) where status in ('grading', 'running');
create index session_results_flow_idx on reprise.session_results (flow, turn) where status = 'grading';
create index session_results_in_line_idx on reprise.session_results (user_id, organization_id) where status = 'grading' and turn is not null;
create index session_results_running_idx on reprise.session_results (claimed_until) where status = 'running';

create table reprise.model_spending (
  day date primary key,
  tokens bigint not null default 0,
  organizations_guaranteed bigint not null default 0,
  users_guaranteed bigint not null default 0,
  constraint model_spending_not_negative check (tokens >= 0 and organizations_guaranteed >= 0 and users_guaranteed >= 0)
);
comment on table reprise.model_spending is 'Tokens used by graders, per UTC day.';
comment on column reprise.model_spending.organizations_guaranteed is
  'The part of the tokens that organizations used within their guarantees, each of them up to organization_guarantee_percent.';
comment on column reprise.model_spending.users_guaranteed is
  'The part of the tokens that users used within their guarantees, each of them up to user_guarantee_percent.';

create table reprise.model_shares (
  day date not null references reprise.model_spending (day) on update cascade on delete cascade,
  kind text not null,
  holder uuid not null,
  organization_id uuid references reprise.organizations (id) on delete cascade,
  user_id uuid references auth.users (id) on delete cascade,
  tokens bigint not null default 0,
  primary key (day, kind, holder),
  constraint model_shares_kind_is_known check (kind in ('users', 'user', 'organization', 'candidate')),
  constraint model_shares_not_negative check (tokens >= 0)
);
comment on table reprise.model_shares is 'Tokens used by each holder of a share of the budget, per UTC day; a part of model_spending.';
comment on column reprise.model_shares.kind is
  'users: all users together, outside of organizations; user: one such user; organization; candidate: one candidate of one organization.';
comment on column reprise.model_shares.holder is
  'The id that reprise_private.budget_shares returns for the holder; the nil uuid for all users together.';
create index model_shares_organization_id_idx on reprise.model_shares (organization_id);
create index model_shares_user_id_idx on reprise.model_shares (user_id);

create table reprise.model_reservations (
  run_id uuid primary key,
  day date not null,
  tokens bigint not null default 0,
  counted bigint not null default 0,
  daily_limit bigint not null default 0,
  expires_at timestamptz not null,
  organization_id uuid references reprise.organizations (id) on delete cascade,
  user_id uuid references auth.users (id) on delete cascade,
  constraint model_reservations_not_negative check (tokens >= 0 and counted >= 0)
);
comment on table reprise.model_reservations is
  'Tokens that runs of graders have reserved and not used yet. A reservation that is not renewed expires.';
comment on column reprise.model_reservations.day is 'The UTC day whose budget the tokens belong to: that of the run''s first reservation.';
comment on column reprise.model_reservations.counted is 'The run''s used tokens that are already in model_spending.';
comment on column reprise.model_reservations.daily_limit is 'The day''s limit as the run knows it; guarantees are percentages of it.';
comment on column reprise.model_reservations.organization_id is
  'The organization whose share is used; null with a user_id means the user''s own share.';
comment on column reprise.model_reservations.user_id is 'The candidate or user whose share is used; null means that only the day''s limit applies.';
create index model_reservations_organization_id_idx on reprise.model_reservations (organization_id);
create index model_reservations_user_id_idx on reprise.model_reservations (user_id);
