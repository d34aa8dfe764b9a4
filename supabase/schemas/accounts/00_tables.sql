-- Accounts: their deletion, what an organization retains of a deleted session, the audit trail of authoring, and the indexes with which
-- run_retention finds what is past its retention.

create table reprise_private.account_deletions (
  user_id uuid primary key,
  requested_at timestamptz not null default now(),
  takes_effect_at timestamptz not null,
  constraint account_deletions_takes_effect_later check (takes_effect_at >= requested_at)
);
comment on table reprise_private.account_deletions is
  'Accounts whose owners have asked for deletion. Cleanup deletes a due account in parts, and this row last.';
comment on column reprise_private.account_deletions.user_id is
  'The account. Not a foreign key: the row is needed after the account is deleted, until no other row names its id.';
comment on column reprise_private.account_deletions.takes_effect_at is 'Until then the owner may keep the account.';
create index account_deletions_takes_effect_at_idx on reprise_private.account_deletions (takes_effect_at, user_id);

create table reprise.session_statistics (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references reprise.organizations (id) on delete cascade,
  interview_id uuid references reprise.interviews (id) on delete cascade,
  mode text not null,
  started_on date not null,
  status text not null,
  percentage numeric(5, 2)
);
comment on table reprise.session_statistics is
  'What an organization retains of each deleted session: no person, no id of the session, no text.';
comment on column reprise.session_statistics.started_on is 'The UTC day on which the session started.';
comment on column reprise.session_statistics.percentage is 'The score in percent of the maximum; null if the session had no result.';
create index session_statistics_organization_id_idx on reprise.session_statistics (organization_id, started_on);
create index session_statistics_interview_id_idx on reprise.session_statistics (interview_id);

create table reprise.audit_events (
  id bigint generated always as identity primary key,
  organization_id uuid references reprise.organizations (id) on delete cascade,
  at timestamptz not null default now(),
  actor uuid,
  action text not null,
  entity text not null,
  entity_id uuid not null,
  subject uuid,
  before jsonb,
  after jsonb,
  constraint audit_events_action_is_known check (action in ('insert', 'update', 'delete')),
  constraint audit_events_values_fit check (
    (action = 'insert') = (before is null) and (action = 'delete') = (after is null)
  )
);
comment on table reprise.audit_events is
  'Append-only audit trail of authoring: one row per inserted, updated or deleted row. Written by triggers.';
comment on column reprise.audit_events.organization_id is 'The organization; null for the public bank.';
comment on column reprise.audit_events.actor is
  'The user who acted; null for the operator and the service; the nil uuid for a person whose account was deleted.';
comment on column reprise.audit_events.entity is 'The table.';
comment on column reprise.audit_events.entity_id is 'The id of the question, interview or organization that the row belongs to.';
comment on column reprise.audit_events.subject is 'The member or the invited candidate; the nil uuid if their account was deleted.';
comment on column reprise.audit_events.before is 'Values before an update, of the changed columns only, or before a delete.';
comment on column reprise.audit_events.after is 'Values after an update, of the changed columns only, or after an insert.';
create index audit_events_organization_id_idx on reprise.audit_events (organization_id, id);
create index audit_events_entity_id_idx on reprise.audit_events (entity_id, id);
create index audit_events_actor_idx on reprise.audit_events (actor) where actor is not null;
create index audit_events_subject_idx on reprise.audit_events (subject) where subject is not null;

-- What run_retention finds: sessions by the time at which they were closed, prep sessions by their last change.
create index interview_sessions_own_retention_idx
  on reprise.interview_sessions (mode, closed_at, id) where organization_id is null and closed_at is not null;
create index interview_sessions_retention_idx
  on reprise.interview_sessions (organization_id, closed_at, id) where organization_id is not null and closed_at is not null;
create index prep_sessions_retention_idx on reprise.prep_sessions (updated_at, id);

-- Where an account that is deleted may be named as the one who acted in another person's session.
create index session_events_actor_idx on reprise.session_events (actor) where actor is not null;
create index evaluations_overridden_by_idx on reprise.evaluations (overridden_by) where overridden_by is not null;
create index evaluation_history_actor_idx on reprise.evaluation_history (actor) where actor is not null;
create index evaluation_history_overridden_by_idx
  on reprise.evaluation_history ((evaluation ->> 'overridden_by')) where evaluation ->> 'overridden_by' is not null;
