-- Notices: what tells members about events, in the app and by e-mail, and reminds candidates of an interview that ends. A member has cursors over
-- the events of each of their organizations, so nothing is copied a person, and an e-mail says everything since the one before.

create table reprise_private.notice_preferences (
  user_id uuid not null references auth.users (id) on delete cascade,
  kind text not null,
  pace text not null,
  primary key (user_id, kind),
  constraint notice_preferences_kind_is_known check (
    kind in ('session.completed', 'result.ready', 'evaluation.needs_review', 'decision.made', 'webhook.disabled')
  ),
  constraint notice_preferences_pace_is_known check (pace in ('off', 'soon', 'daily'))
);
comment on table reprise_private.notice_preferences is 'When a person gets e-mails about each kind of event, where that is not the default.';

create table reprise_private.notice_cursors (
  organization_id uuid not null,
  user_id uuid not null,
  pace text not null,
  seq bigint not null,
  due_at timestamptz not null,
  primary key (organization_id, user_id, pace),
  foreign key (organization_id, user_id) references reprise.organization_members (organization_id, user_id) on delete cascade,
  constraint notice_cursors_pace_is_known check (pace in ('soon', 'daily', 'read'))
);
comment on table reprise_private.notice_cursors is
  'The last event of an organization that a member got: in e-mails sent soon (at most every ten minutes), in daily e-mails, and read in the app.';
comment on column reprise_private.notice_cursors.due_at is 'When the next e-mail of this pace may be queued; infinity for read.';
create index notice_cursors_due_at_idx on reprise_private.notice_cursors (due_at) where pace <> 'read';
create index notice_cursors_user_id_idx on reprise_private.notice_cursors (user_id);

create table reprise_private.notice_mails (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references auth.users (id) on delete cascade,
  organization_id uuid not null references reprise.organizations (id) on delete cascade,
  invitation_id uuid unique references reprise.invitations (id) on delete cascade,
  pace text not null,
  after_seq bigint not null default 0,
  until_seq bigint not null default 0,
  unsubscribe_sha256 text unique,
  status text not null default 'queued',
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  claim_token uuid,
  claimed_until timestamptz,
  error text,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint notice_mails_pace_is_known check (pace in ('soon', 'daily', 'reminder')),
  constraint notice_mails_to_a_member_or_an_invited_address check (num_nonnulls(user_id, invitation_id) = 1),
  constraint notice_mails_status_is_known check (status in ('queued', 'claimed', 'handed_over', 'sent', 'failed', 'uncertain', 'cancelled')),
  constraint notice_mails_claimed_has_token check ((status in ('claimed', 'handed_over')) = (claim_token is not null))
);
comment on table reprise_private.notice_mails is
  'E-mails about events, and reminders, one of an invitation. Each is handed over to a mail server once, even if a sender is killed.';
comment on column reprise_private.notice_mails.after_seq is 'It is about the events after this seq, up to until_seq.';
create index notice_mails_due_at_idx on reprise_private.notice_mails (due_at, id) where status in ('queued', 'claimed', 'handed_over');
create index notice_mails_unsent_idx on reprise_private.notice_mails (finished_at) where status in ('failed', 'uncertain');
create index notice_mails_user_id_idx on reprise_private.notice_mails (user_id) where user_id is not null;
create index notice_mails_organization_id_idx on reprise_private.notice_mails (organization_id);
create index notice_mails_created_at_idx on reprise_private.notice_mails (created_at);

create table reprise_private.reminder_address_days (
  email_sha256 text primary key,
  day date not null
);
comment on table reprise_private.reminder_address_days is
  'The UTC day in which organizations that are not trusted last reminded each address. Rows of earlier days are deleted.';
create index reminder_address_days_day_idx on reprise_private.reminder_address_days (day);

create table reprise_private.reminder_refusals (
  email_sha256 text primary key,
  created_at timestamptz not null default now()
);
comment on table reprise_private.reminder_refusals is 'SHA-256 of addresses that want no reminders; an address needs no account to say so.';

