-- The time ledger: what each question's clock gets besides its limit, the outages that were measured, and accommodations of persons.

create table reprise.outages (
  id uuid primary key default gen_random_uuid(),
  began_at timestamptz not null,
  ended_at timestamptz not null,
  measured_by text not null,
  created_at timestamptz not null default now(),
  credited_at timestamptz,
  constraint outages_measured_by_is_known check (measured_by in ('functions', 'cleanup')),
  constraint outages_end_after_they_begin check (ended_at > began_at),
  constraint outages_do_not_overlap exclude using gist (tstzrange(began_at, ended_at) with &&)
);
comment on table reprise.outages is 'Intervals in which no answer could be stored, as the service measured them. No client can report one.';
comment on column reprise.outages.measured_by is
  'functions: a functions process whose own test write failed; cleanup: the database, when its regular runs had stopped.';
comment on column reprise.outages.credited_at is 'When the last question whose clock ran during the outage had its time back; null: not yet.';
create index outages_to_credit_idx on reprise.outages (began_at) where credited_at is null;

create table reprise.time_credits (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references reprise.interview_sessions (id) on delete cascade,
  position integer,
  kind text not null,
  percent integer,
  seconds numeric(12, 3),
  closed_seconds numeric(12, 3) not null default 0,
  reason text not null,
  actor uuid,
  outage_id uuid references reprise.outages (id),
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  revoked_by uuid,
  revoke_reason text,
  revoked_seconds numeric(12, 3),
  foreign key (session_id, position) references reprise.session_questions (session_id, position) on delete cascade,
  constraint time_credits_one_per_outage unique (outage_id, session_id, position),
  constraint time_credits_kind_is_known check (kind in ('extra_time', 'accommodation', 'outage', 'break')),
  constraint time_credits_of_a_session_or_of_a_question check (
    (position is null) = (percent is not null) and (position is null) = (seconds is null)
  ),
  constraint time_credits_percent_in_range check (percent between 1 and 400),
  constraint time_credits_seconds_positive check (seconds > 0),
  constraint time_credits_closed_seconds_in_range check (closed_seconds between 0 and coalesce(seconds, 0)),
  constraint time_credits_outage_is_named check ((kind = 'outage') = (outage_id is not null)),
  constraint time_credits_reason_length check (char_length(reason) between 1 and 2000),
  constraint time_credits_revoke_reason_length check (char_length(revoke_reason) <= 2000),
  constraint time_credits_revocation_is_whole check (
    (revoked_at is null) = (revoke_reason is null) and (revoked_at is null) = (revoked_by is null)
    and (revoked_seconds is not null) = (revoked_at is not null and position is not null)
  ),
  constraint time_credits_revoked_seconds_in_range check (revoked_seconds between 0 and seconds)
);
comment on table reprise.time_credits is
  'The time ledger: time that is added to a question''s limit, each with reason, actor and time. Append-only: a revocation is recorded in the row.';
comment on column reprise.time_credits.kind is
  'break: how long the candidate rested before the question was served; it adds nothing to the clock, which had not begun.';
comment on column reprise.time_credits.position is 'The question that gets the seconds; null: every question gets the percent of its limit.';
comment on column reprise.time_credits.closed_seconds is
  'The part of the seconds for which the question was closed, up to created_at, when it was opened again.';
comment on column reprise.time_credits.actor is 'The member who gave it; null for the service (an invitation, an accommodation, an outage) and for a break.';
comment on column reprise.time_credits.revoked_at is
  'A revoked percentage does not count for questions that are served later; of revoked seconds, revoked_seconds no longer count.';
comment on column reprise.time_credits.revoked_seconds is 'What had not been used when the credit was revoked: no deadline moves into the past.';
create index time_credits_session_id_idx on reprise.time_credits (session_id, position);
create index time_credits_actor_idx on reprise.time_credits (actor) where actor is not null;
create index time_credits_revoked_by_idx on reprise.time_credits (revoked_by) where revoked_by is not null;

create table reprise.accommodations (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references reprise.organizations (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  extra_time_percent integer not null,
  reason text not null default '',
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  constraint accommodations_extra_time_in_range check (extra_time_percent between 1 and 400),
  constraint accommodations_reason_length check (char_length(reason) <= 2000),
  constraint accommodations_end_after_they_begin check (ended_at >= created_at)
);
comment on table reprise.accommodations is
  'Extra time that a person gets in every interview of an organization, however they were invited. The audit trail records who gave it.';
comment on column reprise.accommodations.reason is 'For owners and recruiters and the person; it is not copied into sessions.';
comment on column reprise.accommodations.ended_at is 'From when on it no longer applies to new sessions; null: it applies.';
create index accommodations_organization_id_idx on reprise.accommodations (organization_id);
create index accommodations_user_id_idx on reprise.accommodations (user_id, organization_id);

-- Finds the questions that expired since a moment. Few rows: those that were answered before their deadline are not in it.
create index session_questions_expired_idx on reprise.session_questions (closed_at) where closed_at >= deadline_at;
