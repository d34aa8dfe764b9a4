-- Settings of the lifecycle, in one row. Defaults are defined only here; change a value in the dashboard.

create table private.settings (
  only_row boolean primary key default true,
  lease_seconds integer not null default 60,
  heartbeat_seconds integer not null default 30,
  draft_seconds integer not null default 5,
  active_session_max_age interval not null default interval '15 minutes',
  kept_texts_per_question integer not null default 20,
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
  constraint settings_some_texts_are_kept check (kept_texts_per_question > 0),
  constraint settings_practice_grace_in_range check (practice_grace_seconds between 0 and 60),
  constraint settings_practice_window_positive check (practice_resume_window > interval '0'),
  constraint settings_regrade_batch_is_short check (regrade_batch_seconds between 0 and 2),
  constraint settings_budget_shares_are_percentages check (
    users_budget_percent between 0 and 100 and user_budget_percent between 0 and 100
    and organization_budget_percent between 0 and 100 and candidate_budget_percent between 0 and 100
  )
);

comment on table private.settings is 'One row of settings that the lifecycle functions read at every call.';
comment on column private.settings.lease_seconds is 'A device that has been silent for so long may be replaced without an explicit takeover.';
comment on column private.settings.heartbeat_seconds is 'How often a client should call heartbeat while nothing changes.';
comment on column private.settings.draft_seconds is 'How soon a client should send a changed draft: the bound on what a crash can lose.';
comment on column private.settings.active_session_max_age is 'Silence after which the live marker of a session is deleted by cleanup.';
comment on column private.settings.kept_texts_per_question is 'How many late or stale texts are kept for one question of one session.';
comment on column private.settings.cleanup_runs_kept is 'Age at which a row of cleanup_runs is deleted.';
comment on column private.settings.evaluation_lease_seconds is 'How long a grader may hold a claimed job before another one may claim it.';
comment on column private.settings.evaluation_max_attempts is 'Claims of one job after which it has failed, until a person retries it.';
comment on column private.settings.evaluation_backoff_seconds is 'Wait before the second attempt; it doubles with each further one, plus jitter.';
comment on column private.settings.evaluate_url is 'Where the database calls POST /evaluate (needs pg_net and a vault secret named scheduler_secret); null: it does not.';
comment on column private.settings.practice_grace_seconds is 'Added to every deadline of a practice run, for the way of the last answer.';
comment on column private.settings.practice_resume_window is 'How long after its start a practice run can be resumed.';
comment on column private.settings.messages_per_conversation is 'How many messages a candidate may send in one conversation.';
comment on column private.settings.reply_lease_seconds is 'How long one process may work on a reply before another one may; longer than a call to a model may take.';
comment on column private.settings.conversation_resume_window is 'How long after its start a conversation without an interview can be resumed.';
comment on column private.settings.regrade_batch_seconds is 'Seconds after which a regrade ends its transaction, lets go of its locks and says where to go on.';
comment on column private.settings.users_budget_percent is
  'Of the day''s tokens, what all users together may use outside of organizations: practice, conversations and prep sessions of their own.';
comment on column private.settings.user_budget_percent is 'Of the day''s tokens, what one user may use outside of organizations.';
comment on column private.settings.organization_budget_percent is 'Of the day''s tokens, what one organization may use: its interviews, conversations and regrades.';
comment on column private.settings.candidate_budget_percent is 'Of the day''s tokens, what may be used for one candidate of one organization.';

insert into private.settings default values on conflict do nothing;

revoke all on private.settings from public, anon, authenticated;
grant select, update on private.settings to service_role;
