-- Notifications: the events of an organization, which are the outbox of everything that is sent, and the webhooks that get them. All private:
-- owners see their webhooks through functions, and nothing returns a stored secret. An event holds ids and states, and no text.

create table reprise_private.organization_events (
  number bigint generated always as identity primary key,
  id uuid not null unique default gen_random_uuid(),
  seq bigint unique,
  organization_id uuid not null references reprise.organizations (id) on delete cascade,
  kind text not null,
  about uuid not null,
  session_id uuid references reprise.interview_sessions (id) on delete cascade,
  actor uuid,
  data jsonb not null default '{}',
  at timestamptz not null default clock_timestamp(),
  constraint organization_events_kind_is_known check (kind in (
    'invitation.created', 'invitation.opened', 'invitation.accepted', 'invitation.revoked', 'session.started', 'session.completed',
    'evaluation.needs_review', 'result.ready', 'decision.made', 'member.joined', 'member.changed', 'member.removed',
    'webhook.test', 'webhook.disabled', 'webhook.recovered'
  ))
);
comment on table reprise_private.organization_events is
  'Events of organizations, each written in the transaction of what it reports. The outbox of webhooks, e-mails and notices.';
comment on column reprise_private.organization_events.number is
  'Order of writing. Of two events about the same thing, the later one has the larger number, because a lock orders their transactions.';
comment on column reprise_private.organization_events.seq is
  'Order of sending, given after the commit; null until then. A cursor over it misses nothing, because what commits later gets a larger one.';
comment on column reprise_private.organization_events.about is
  'The session, invitation, member or webhook. Events about the same thing are delivered in order.';
comment on column reprise_private.organization_events.actor is
  'The user who acted; null for the clock and the service; the nil uuid for a person whose account was deleted.';
create index organization_events_unnumbered_idx on reprise_private.organization_events (number) where seq is null;
create index organization_events_organization_id_idx on reprise_private.organization_events (organization_id, seq);
create index organization_events_session_id_idx on reprise_private.organization_events (session_id) where session_id is not null;
create index organization_events_about_idx on reprise_private.organization_events (about);
create index organization_events_actor_idx on reprise_private.organization_events (actor) where actor is not null;
create sequence reprise_private.organization_event_seq as bigint;
comment on sequence reprise_private.organization_event_seq is 'Gives organization_events their seq, under one lock.';

create table reprise_private.webhooks (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references reprise.organizations (id) on delete cascade,
  url text not null,
  events text[] not null,
  status text not null default 'enabled',
  cursor bigint not null,
  is_waiting boolean not null default false,
  due_at timestamptz not null default now(),
  claim_token uuid,
  claimed_until timestamptz,
  failures integer not null default 0,
  failing_since timestamptz,
  last_delivered_at timestamptz,
  slow_at timestamptz,
  created_at timestamptz not null default now(),
  constraint webhooks_url_length check (char_length(url) <= 2000),
  constraint webhooks_status_is_known check (status in ('enabled', 'paused', 'disabled_gone', 'disabled_failing')),
  constraint webhooks_failing_has_time check ((failures = 0) = (failing_since is null)),
  constraint webhooks_claimed_has_token check ((claimed_until is null) = (claim_token is null))
);
comment on table reprise_private.webhooks is 'Addresses that get the events of an organization, each with a cursor.';
comment on column reprise_private.webhooks.events is 'The kinds of events that it gets.';
comment on column reprise_private.webhooks.status is
  'enabled; paused by an owner; disabled_gone: the receiver answered 410; disabled_failing: no delivery succeeded for five days.';
comment on column reprise_private.webhooks.cursor is 'Every event up to this seq is done: delivered, dead, or of a kind that it does not get.';
comment on column reprise_private.webhooks.is_waiting is 'Whether there may be events after the cursor. Changed under the lock of the row.';
comment on column reprise_private.webhooks.due_at is 'When it can be claimed; later while its receiver fails.';
comment on column reprise_private.webhooks.slow_at is
  'When an attempt last took more than two seconds; null again after a quick one an hour later. Webhooks with a later time are served later.';
comment on column reprise_private.webhooks.failures is 'Attempts that failed since the last one that succeeded.';
create index webhooks_organization_id_idx on reprise_private.webhooks (organization_id, created_at);
create index webhooks_due_at_idx on reprise_private.webhooks (slow_at nulls first, due_at, id) where status = 'enabled' and is_waiting;

create table reprise_private.webhook_secrets (
  id uuid primary key default gen_random_uuid(),
  webhook_id uuid not null references reprise_private.webhooks (id) on delete cascade,
  secret text not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null default 'infinity'
);
comment on table reprise_private.webhook_secrets is
  'Secrets that sign deliveries: one of a webhook, or two for a day after a rotation. Returned once, to the owner who made it.';
create index webhook_secrets_webhook_id_idx on reprise_private.webhook_secrets (webhook_id, created_at);

create table reprise_private.webhook_deliveries (
  webhook_id uuid not null references reprise_private.webhooks (id) on delete cascade,
  event_number bigint not null references reprise_private.organization_events (number) on delete cascade,
  status text not null,
  attempts integer not null,
  due_at timestamptz not null default now(),
  attempted_at timestamptz not null default now(),
  response_status integer,
  error text,
  duration_ms integer not null,
  primary key (webhook_id, event_number),
  constraint webhook_deliveries_status_is_known check (status in ('pending', 'delivered', 'dead'))
);
comment on table reprise_private.webhook_deliveries is 'What became of each event at each webhook: one row from the first attempt on.';
comment on column reprise_private.webhook_deliveries.status is
  'pending: it failed and is tried again at due_at; delivered; dead: it failed ten times, or the last attempt said that it never will work.';
create index webhook_deliveries_event_number_idx on reprise_private.webhook_deliveries (event_number);
