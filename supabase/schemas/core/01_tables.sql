-- Settings of the lifecycle, in one row. Defaults are defined only here; change a value in the dashboard.

create table reprise_private.settings (
  only_row boolean primary key default true,
  lease_seconds integer not null default 60,
  heartbeat_seconds integer not null default 30,
  draft_seconds integer not null default 5,
  active_session_max_age interval not null default interval '15 minutes',
  late_texts_per_question integer not null default 20,
  late_texts_granted integer not null default 2,
  events_per_session integer not null default 500,
  stored_bytes_per_day bigint not null default 209715200,
  stored_bytes_in_all bigint not null default 2147483648,
  cleanup_runs_kept interval not null default interval '30 days',
  evaluation_lease_seconds integer not null default 120,
  evaluation_max_attempts integer not null default 5,
  evaluation_backoff_seconds integer not null default 60,
  evaluate_url text,
  messages_per_conversation integer not null default 500,
  reply_lease_seconds integer not null default 90,
  conversation_resume_window interval not null default '7 days',
  practice_grace_seconds integer not null default 2,
  practice_resume_window interval not null default '7 days',
  regrade_batch_seconds double precision not null default 0.5,
  users_budget_percent numeric not null default 40,
  user_budget_percent numeric not null default 4,
  organization_budget_percent numeric not null default 50,
  candidate_budget_percent numeric not null default 10,
  account_deletion_grace interval not null default interval '14 days',
  practice_kept interval default interval '365 days',
  conversations_kept interval default interval '365 days',
  prep_sessions_kept interval,
  audit_events_kept interval not null default interval '730 days',
  organizations_reserve_percent numeric not null default 20,
  organization_guarantee_percent numeric not null default 2,
  users_reserve_percent numeric not null default 10,
  user_guarantee_percent numeric not null default 0.5,
  organizations_open boolean not null default true,
  organizations_per_owner integer not null default 10,
  questions_per_organization integer not null default 10000,
  interviews_per_organization integer not null default 1000,
  open_invitations integer not null default 10000,
  invitation_mails_per_day integer not null default 500,
  invitations_kept interval not null default '90 days',
  webhooks_per_organization integer not null default 10,
  webhook_loopback boolean not null default false,
  organization_events_kept interval not null default '30 days',
  assessment_messages integer not null default 2,
  assessment_characters integer not null default 200,
  constraint settings_has_one_row check (only_row),
  constraint settings_heartbeat_within_lease check (heartbeat_seconds > 0 and heartbeat_seconds < lease_seconds),
  constraint settings_draft_within_heartbeat check (draft_seconds > 0 and draft_seconds <= heartbeat_seconds),
  constraint settings_active_session_outlives_lease check (active_session_max_age > make_interval(secs => lease_seconds)),
  constraint settings_evaluation_numbers_positive check (
    evaluation_lease_seconds > 0 and evaluation_max_attempts > 0 and evaluation_backoff_seconds > 0
  ),
  constraint settings_conversation_numbers_positive check (
    messages_per_conversation > 0 and reply_lease_seconds > 0 and conversation_resume_window > interval '0'
  ),
  constraint settings_some_late_texts_are_stored check (late_texts_per_question > 0 and late_texts_granted >= 0),
  constraint settings_some_events_are_written check (events_per_session > 0),
  constraint settings_stored_bytes_not_negative check (stored_bytes_per_day >= 0 and stored_bytes_in_all >= 0),
  constraint settings_practice_grace_in_range check (practice_grace_seconds between 0 and 60),
  constraint settings_practice_window_positive check (practice_resume_window > interval '0'),
  constraint settings_regrade_batch_is_short check (regrade_batch_seconds between 0 and 2),
  constraint settings_budget_shares_are_percentages check (
    users_budget_percent between 0 and 100 and user_budget_percent between 0 and 100
    and organization_budget_percent between 0 and 100 and candidate_budget_percent between 0 and 100
  ),
  constraint settings_account_deletion_grace_not_negative check (account_deletion_grace >= interval '0'),
  constraint settings_retention_is_a_day_or_more check (
    least(practice_kept, conversations_kept, prep_sessions_kept, audit_events_kept) >= interval '1 day'
  ),
  constraint settings_budget_reserves_are_percentages check (
    organizations_reserve_percent >= 0 and users_reserve_percent >= 0 and organizations_reserve_percent + users_reserve_percent <= 100
    and organization_guarantee_percent between 0 and 100 and user_guarantee_percent between 0 and 100
  ),
  constraint settings_authoring_limits_not_negative check (questions_per_organization >= 0 and interviews_per_organization >= 0),
  constraint settings_webhook_limits_in_range check (webhooks_per_organization >= 0 and organization_events_kept >= interval '1 day'),
  constraint settings_assessment_limits_not_negative check (assessment_messages >= 0 and assessment_characters >= 0),
  constraint settings_invitation_limits_not_negative check (
    organizations_per_owner >= 0 and open_invitations >= 0 and invitation_mails_per_day >= 0 and invitations_kept >= interval '1 day'
  )
);
comment on table reprise_private.settings is 'One row of settings that the lifecycle functions read at every call.';
comment on column reprise_private.settings.lease_seconds is
  'Silence in seconds after which another device may replace this one without an explicit takeover.';
comment on column reprise_private.settings.heartbeat_seconds is 'How often a client should call heartbeat while nothing changes.';
comment on column reprise_private.settings.draft_seconds is 'How soon a client should send a changed draft. A crash loses at most this much typing.';
comment on column reprise_private.settings.active_session_max_age is 'Silence after which cleanup deletes the active row of a session.';
comment on column reprise_private.settings.late_texts_per_question is 'How many late texts are stored for one question of one session.';
comment on column reprise_private.settings.late_texts_granted is
  'How many late texts of one question are stored without counting as kept_text; a practice run stores no more.';
comment on column reprise_private.settings.events_per_session is
  'Events of one session after which those that a candidate can repeat are only counted, in one event events_truncated.';
comment on column reprise_private.settings.stored_bytes_per_day is
  'Bytes of texts that one user may add in a UTC day; sessions of organizations and timed interviews count but are never refused.';
comment on column reprise_private.settings.stored_bytes_in_all is
  'Bytes of texts that may be stored for one user; sessions of organizations and timed interviews count but are never refused.';
comment on column reprise_private.settings.cleanup_runs_kept is 'Age at which a row of cleanup_runs is deleted.';
comment on column reprise_private.settings.evaluation_lease_seconds is 'How long a grader may hold a claimed job before another one may claim it.';
comment on column reprise_private.settings.evaluation_max_attempts is 'Claims of one job after which it fails, until a person retries it.';
comment on column reprise_private.settings.evaluation_backoff_seconds is
  'Wait before the second attempt; it doubles with each further attempt, plus jitter.';
comment on column reprise_private.settings.evaluate_url is
  'Where the database calls POST /evaluate (needs pg_net and a vault secret named scheduler_secret); null disables the call.';
comment on column reprise_private.settings.practice_grace_seconds is 'Added to every deadline of a practice run, to allow for network delay.';
comment on column reprise_private.settings.practice_resume_window is 'How long after its start a practice run can be resumed.';
comment on column reprise_private.settings.messages_per_conversation is 'How many messages a candidate may send in one conversation.';
comment on column reprise_private.settings.reply_lease_seconds is
  'How long one process may work on a reply before another may claim it; must be longer than a model call may take.';
comment on column reprise_private.settings.conversation_resume_window is
  'How long after its start a conversation without an interview can be resumed.';
comment on column reprise_private.settings.regrade_batch_seconds is
  'Seconds after which a regrade commits, releases its locks and returns the cursor of the next batch.';
comment on column reprise_private.settings.users_budget_percent is
  'Percentage of the day''s tokens that all users together may use outside of organizations: for practice, conversations and prep sessions of '
  'their own.';
comment on column reprise_private.settings.user_budget_percent is 'Percentage of the day''s tokens that one user may use outside of organizations.';
comment on column reprise_private.settings.organization_budget_percent is
  'Percentage of the day''s tokens that one organization may use, for its interviews, conversations and regrades.';
comment on column reprise_private.settings.candidate_budget_percent is
  'Percentage of the day''s tokens that may be used for one candidate of one organization.';
comment on column reprise_private.settings.account_deletion_grace is
  'How long an account remains after its owner has asked for its deletion; until then they may keep it.';
comment on column reprise_private.settings.practice_kept is 'Age, since it was closed, at which a practice run is deleted; null: never.';
comment on column reprise_private.settings.conversations_kept is
  'Age, since it was closed, at which a conversation without an interview is deleted; null: never.';
comment on column reprise_private.settings.prep_sessions_kept is 'Age, since its last change, at which a prep session is deleted; null: never.';
comment on column reprise_private.settings.audit_events_kept is 'Age at which an audit event of authoring is deleted.';
comment on column reprise_private.settings.organizations_reserve_percent is
  'Percentage of the day''s tokens that only organizations can use, each up to its guarantee.';
comment on column reprise_private.settings.organization_guarantee_percent is
  'Percentage of the day''s tokens that one organization gets from the reserve, whatever others have used.';
comment on column reprise_private.settings.users_reserve_percent is
  'Percentage of the day''s tokens that only users outside of organizations can use, each up to their guarantee; a part of users_budget_percent.';
comment on column reprise_private.settings.user_guarantee_percent is
  'Percentage of the day''s tokens that one user gets from the reserve of the users, whatever others have used.';
comment on column reprise_private.settings.organizations_open is
  'Whether every signed-in person may create organizations; otherwise operators do, in SQL.';
comment on column reprise_private.settings.organizations_per_owner is 'A person who owns as many organizations cannot create another one.';
comment on column reprise_private.settings.questions_per_organization is 'How many questions an organization may have.';
comment on column reprise_private.settings.interviews_per_organization is 'How many interviews an organization may have.';
comment on column reprise_private.settings.open_invitations is
  'How many invitations of one organization can wait to be accepted at a time.';
comment on column reprise_private.settings.invitation_mails_per_day is
  'E-mails of invitations that one organization can queue in a UTC day; the rate limit invitation_mail bounds those of one person.';
comment on column reprise_private.settings.invitations_kept is
  'Time since its end after which an invitation that nobody accepted is deleted, with its address.';
comment on column reprise_private.settings.webhook_loopback is
  'Whether webhooks may be on the machine of the functions, also without TLS: for tests only.';
comment on column reprise_private.settings.organization_events_kept is
  'Age at which an event of an organization is deleted, whether or not every webhook has got it.';
comment on column reprise_private.settings.assessment_messages is
  'A conversation in which the candidate wrote fewer messages is too short to be assessed.';
comment on column reprise_private.settings.assessment_characters is
  'A conversation in which the candidate wrote fewer characters is too short to be assessed.';
insert into reprise_private.settings default values on conflict do nothing;

-- How often one user may perform actions that cost something, and how often they have. Submitting and saving a draft have no row.

create table reprise_private.rate_limits (
  action text primary key,
  allowed integer not null,
  window_seconds integer not null,
  constraint rate_limits_allowed_not_negative check (allowed >= 0),
  constraint rate_limits_window_positive check (window_seconds > 0)
);
comment on table reprise_private.rate_limits is
  'How often one user may perform an action. An action without a row is not limited; change a value in the dashboard.';
comment on column reprise_private.rate_limits.allowed is 'Uses allowed in one window; 0 disables the action.';
comment on column reprise_private.rate_limits.window_seconds is
  'Length of a window, which begins with the first use after the previous window ended.';
insert into reprise_private.rate_limits (action, allowed, window_seconds) values
  ('start', 60, 3600),
  ('start_day', 200, 86400),
  ('unknown_session', 600, 3600),
  ('kept_text', 1000, 86400),
  ('sealed_text', 1000, 86400),
  ('transcription', 500, 86400),
  ('message', 600, 60),
  ('reply', 120, 3600),
  ('prep_create', 60, 3600),
  ('prep_save', 240, 60),
  ('prep_share', 30, 3600),
  ('generate', 50, 86400),
  ('export', 120, 3600),
  ('record', 360, 3600),
  ('copy_question', 600, 3600),
  ('publish', 600, 3600),
  ('import', 120, 3600),
  ('export_questions', 120, 3600),
  ('draft', 30, 3600),
  ('analytics', 120, 3600),
  ('large_results', 2400, 3600),
  ('review', 600, 3600),
  ('retry', 120, 3600),
  ('regrade', 1200, 3600),
  ('account_export', 5, 86400),
  ('account_page', 12000, 3600),
  ('create_organization', 5, 86400),
  ('member_change', 200, 86400),
  ('invite', 1000, 86400),
  ('invitation_mail', 200, 86400),
  ('accept_link', 100, 86400),
  ('request_invitation', 20, 86400),
  ('search_invitations', 1200, 3600),
  ('webhook', 100, 86400),
  ('webhook_test', 30, 3600),
  ('notice_preference', 200, 86400),
  ('search_candidates', 2400, 3600),
  ('review_many', 60, 3600),
  ('export_interview', 1200, 3600),
  ('export_reports', 30, 3600)
on conflict do nothing;

create table reprise_private.rate_limit_uses (
  user_id uuid not null references auth.users (id) on delete cascade,
  action text not null references reprise_private.rate_limits (action) on delete cascade,
  window_started_at timestamptz not null default now(),
  used integer not null,
  primary key (user_id, action)
);
comment on table reprise_private.rate_limit_uses is 'Uses of each user in the current window: one row per user and action.';
create index rate_limit_uses_action_idx on reprise_private.rate_limit_uses (action);

-- How much text is stored for one user. Changed only by reprise_private.count_stored_bytes, which triggers of the tables with texts call.

create table reprise_private.stored_bytes (
  user_id uuid primary key references auth.users (id) on delete cascade,
  day date not null,
  of_day bigint not null default 0,
  in_all bigint not null default 0,
  constraint stored_bytes_not_negative check (of_day >= 0 and in_all >= 0)
) with (fillfactor = 50);
comment on table reprise_private.stored_bytes is
  'Bytes of answers, late texts, transcriptions, messages, prep documents and reviews that are stored for each user: one row per user.';
comment on column reprise_private.stored_bytes.day is 'The UTC day of the last text.';
comment on column reprise_private.stored_bytes.of_day is 'Bytes added on that day. What is deleted is not given back before the next day.';
comment on column reprise_private.stored_bytes.in_all is 'Bytes stored now.';
