-- Baseline: events of organizations, webhooks, and what tells people about them. The files of supabase/schemas/notifications, in order.

-- References to auth.users lock it: whoever waits for that makes all sign-ins wait behind them.
set lock_timeout = '3s';
-- Functions may name tables of later domains: their bodies are checked when they run.
set check_function_bodies = off;

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

-- Appends one event of an organization, in the caller's transaction: it exists exactly if what it reports was committed. Called by triggers and by
-- functions of other domains. p_about is the session, invitation, member or webhook; p_session_id is null if it is no session. p_data holds ids and
-- states, and never a text. Does nothing for an organization that is being deleted. Locks nothing that others wait for.
-- Returns the id of the event.
create function reprise_private.append_organization_event(
  p_organization_id uuid, p_kind text, p_about uuid, p_session_id uuid, p_actor uuid, p_data jsonb
)
returns uuid
language plpgsql set search_path = ''
as $$
declare
  v_id uuid;
begin
  insert into reprise_private.organization_events (organization_id, kind, about, session_id, actor, data)
  select o.id, p_kind, p_about, p_session_id, p_actor, jsonb_strip_nulls(p_data)
  from reprise.organizations o where o.id = p_organization_id
  returning organization_events.id into v_id;
  return v_id;
end
$$;
comment on function reprise_private.append_organization_event is 'Appends one event of an organization.';

-- Changes a webhook: pause stops deliveries; resume continues after the cursor, also after it was disabled; rotate_secret returns another secret, and
-- the one before signs for a day more; replay moves the cursor back before p_since and sends everything after it again, with the same ids. An event
-- is stored for 30 days. Called by an owner; counts as a use of webhook; locks the webhook.
-- Errors: not_authenticated, webhook_not_found, not_allowed, invalid_request, rate_limited.
create function reprise_private.change_webhook(p_webhook_id uuid, p_action text, p_since timestamptz)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_webhook reprise_private.webhooks;
  v_cursor bigint;
  v_secret text;
begin
  perform reprise_private.take_rate_limit(v_user_id, 'webhook');
  v_webhook := reprise_private.lock_own_webhook(p_webhook_id);
  if p_action is null or p_action not in ('pause', 'resume', 'rotate_secret', 'replay') then
    perform reprise_private.invalid_request('action', 'must be pause, resume, rotate_secret or replay');
  elsif (p_since is not null) <> (p_action = 'replay') then
    perform reprise_private.invalid_request('since', 'belongs to the action replay, which needs it');
  end if;
  if p_action = 'pause' then
    update reprise_private.webhooks w set status = 'paused', claim_token = null, claimed_until = null
    where w.id = p_webhook_id returning * into v_webhook;
  elsif p_action = 'resume' then
    update reprise_private.webhooks w
    set status = 'enabled', is_waiting = true, due_at = now(), failures = 0, failing_since = null
    where w.id = p_webhook_id returning * into v_webhook;
  elsif p_action = 'rotate_secret' then
    v_secret := reprise_private.mint_webhook_secret(p_webhook_id);
  else
    select min(e.seq) - 1 into v_cursor from reprise_private.organization_events e
    where e.organization_id = v_webhook.organization_id and e.at >= p_since;
    v_cursor := least(v_webhook.cursor, v_cursor);
    delete from reprise_private.webhook_deliveries d
    using reprise_private.organization_events e
    where d.webhook_id = p_webhook_id and e.number = d.event_number and e.seq > v_cursor and d.status <> 'pending' and e.at >= p_since;
    update reprise_private.webhooks w set cursor = v_cursor, is_waiting = true, due_at = now(), claim_token = null, claimed_until = null
    where w.id = p_webhook_id returning * into v_webhook;
  end if;
  return jsonb_build_object('webhook', reprise_private.webhook_view(v_webhook), 'server_time', reprise_private.rfc3339(clock_timestamp()))
    || case when v_secret is null then '{}' else jsonb_build_object('secret', v_secret) end;
end
$$;
comment on function reprise_private.change_webhook is 'Pauses, resumes or replays a webhook, or rotates its secret.';

-- Refuses the address or the events of a webhook. The address is https with a host that has a name (no IP address, no user), in ASCII, without a
-- fragment, with a port of 1 to 65535 if any; with the setting webhook_loopback, for tests, also http to this machine. The sender checks what the
-- name resolves to, at each attempt.
-- Errors: invalid_request.
create function reprise_private.check_webhook(p_url text, p_events text[])
returns void
language plpgsql stable set search_path = ''
as $$
declare
  v_port text := '[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]';
  v_rest text := '(:(' || v_port || '))?([/?][!-"$-~]*)?$';
begin
  if p_url is null or char_length(p_url) not between 1 and 2000 then
    perform reprise_private.invalid_request('url', 'must have between 1 and 2000 characters');
  elsif p_url !~* ('^https://([a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{0,62}' || v_rest) and not (
    (select t.webhook_loopback from reprise_private.settings t) and p_url ~* ('^http://(localhost|127\.0\.0\.1|\[::1\])' || v_rest)
  ) then
    perform reprise_private.invalid_request('url', 'must be an https address with a public host name, without user, fragment or spaces');
  elsif not p_events <@ reprise_private.webhook_events() then
    perform reprise_private.invalid_request('events', 'must be some of ' || array_to_string(reprise_private.webhook_events(), ', '));
  end if;
end
$$;
comment on function reprise_private.check_webhook is 'Refuses the address or the events of a webhook.';

-- Refuses a caller who does not own the organization. Members who are no owners learn that they may not; others get the answer for one that does not
-- exist: an organization, or with p_of_webhook a webhook. Errors: not_authenticated, organization_not_found, webhook_not_found, not_allowed.
create function reprise_private.check_webhook_owner(p_organization_id uuid, p_of_webhook boolean)
returns void
language plpgsql set search_path = ''
as $$
begin
  perform reprise_private.check_account(reprise_private.caller_id());
  if not exists (select from reprise_private.organizations_of_caller() o (id) where o.id = p_organization_id) then
    if p_of_webhook then
      perform reprise_private.refuse_and_roll_back(404, 'webhook_not_found');
    end if;
    perform reprise_private.refuse_and_roll_back(404, 'organization_not_found');
  elsif not exists (select from reprise_private.organizations_of_caller(array['owner']) o (id) where o.id = p_organization_id) then
    perform reprise_private.refuse_and_roll_back(403, 'not_allowed', '{"reason": "owners_manage_webhooks"}');
  end if;
end
$$;
comment on function reprise_private.check_webhook_owner is 'Refuses a caller who does not own the organization.';

-- queued, or claimed by a sender that died before it handed the e-mail over → claimed, for up to p_batch_size e-mails and two minutes. Called by the
-- service role. E-mails that were handed over by a sender that died end as uncertain, and those with nothing to say any more as cancelled. Mints
-- the token that unsubscribes, which only the e-mail holds, and for a reminder one that opens the invitation. Two senders never get the same e-mail.
-- Looks at up to 50 e-mails; more says that others may be due, even if this call found none that is to be sent.
create function reprise_private.claim_notice_mails(p_batch_size integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_mail reprise_private.notice_mails;
  v_content jsonb;
  v_token text;
  v_mails jsonb := '[]';
  v_looked_at integer := 0;
  v_more boolean;
  v_reminded boolean := false;
begin
  v_more := reprise_private.queue_notice_mails();
  while v_looked_at < 50 and jsonb_array_length(v_mails) < p_batch_size loop
    -- One at a time: rows that wait in a cursor would be locked for other senders.
    select o.* into v_mail from reprise_private.notice_mails o
    where o.status in ('queued', 'claimed', 'handed_over') and o.due_at <= now() and coalesce(o.claimed_until, '-infinity') < now()
    order by o.due_at, o.id
    limit 1
    for no key update skip locked;
    if not found then
      -- The reminders that are due are looked for once a run, when nothing else is left, and not before each e-mail.
      exit when v_mails <> '[]' or v_more or v_reminded or not reprise_private.queue_reminders();
      v_reminded := true;
      continue;
    end if;
    v_looked_at := v_looked_at + 1;
    v_content := reprise_private.notice_mail_content(v_mail);
    if v_mail.status = 'handed_over' or v_content is null or v_mail.attempts >= 8 then
      update reprise_private.notice_mails m
      set status = case when m.status = 'handed_over' then 'uncertain' when v_content is null then 'cancelled' else 'failed' end,
        claim_token = null, claimed_until = null, finished_at = now()
      where m.id = v_mail.id;
      continue;
    end if;
    v_token := reprise_private.random_token();
    update reprise_private.notice_mails m
    set status = 'claimed', claim_token = gen_random_uuid(), claimed_until = now() + interval '2 minutes', attempts = m.attempts + 1,
      unsubscribe_sha256 = reprise_private.sha256_hex(v_token)
    where m.id = v_mail.id returning * into v_mail;
    v_mails := v_mails || (v_content || jsonb_build_object(
      'mail_id', v_mail.id, 'claim_token', v_mail.claim_token, 'pace', v_mail.pace, 'unsubscribe_token', v_token,
      'token', case when v_mail.invitation_id is not null then reprise_private.mint_invitation_token(v_mail.invitation_id) end
    ));
  end loop;
  return jsonb_build_object('mails', v_mails, 'more', v_more or v_looked_at = 50);
end
$$;
comment on function reprise_private.claim_notice_mails is 'Claims e-mails about events, and reminders, for one sender.';

-- Claims one webhook for one sender and a minute, with up to 50 of its next messages: those that are due, and of which none about the same thing waits
-- before them. Moves the cursor over what is done. The webhook that was served longest ago comes first, and those that were slow come last: one
-- person can own many organizations. Two of one organization at most are claimed at a time. Called by the service role; nothing is returned if
-- nothing is due. A sender that dies loses its claim after the minute, and what it had not recorded is sent again, with the same ids.
create function reprise_private.claim_webhook()
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_webhook reprise_private.webhooks;
  v_next record;
  v_messages jsonb;
begin
  perform reprise_private.number_organization_events();
  for v_try in 1..20 loop
    -- One at a time: rows that wait in a cursor would be locked for other senders.
    select w.* into v_webhook from reprise_private.webhooks w
    where w.status = 'enabled' and w.is_waiting and w.due_at <= now() and coalesce(w.claimed_until, '-infinity') < now()
      and (
        select count(*) from reprise_private.webhooks o where o.organization_id = w.organization_id and o.claimed_until > now()
      ) < 2
    order by w.slow_at nulls first, w.due_at, w.id
    limit 1
    for no key update skip locked;
    exit when not found;
    with events as (
      select e.number, e.seq, e.about, reprise_private.gets_event(v_webhook, e) and coalesce(d.status, 'pending') = 'pending' as is_open,
        coalesce(d.due_at > now(), false) as is_held, d.due_at
      from reprise_private.organization_events e
      left join reprise_private.webhook_deliveries d on d.webhook_id = v_webhook.id and d.event_number = e.number
      where e.organization_id = v_webhook.organization_id and e.seq > v_webhook.cursor
      order by e.seq
      limit 1000
    ), open as (
      select o.*, bool_or(o.is_held) over (partition by o.about order by o.seq) as waits from events o where o.is_open
    )
    select
      coalesce((select min(o.seq) - 1 from open o), (select max(e.seq) from events e), v_webhook.cursor) as cursor,
      (select count(*) from events) as seen, (select min(o.due_at) from open o where o.is_held) as held_until,
      array(select o.number from open o where not o.waits order by o.seq limit 50) as numbers
    into v_next;
    update reprise_private.webhooks w
    set cursor = v_next.cursor,
      is_waiting = v_next.numbers <> '{}' or v_next.held_until is not null or v_next.seen = 1000,
      due_at = case when v_next.numbers = '{}' then coalesce(v_next.held_until, now()) else w.due_at end,
      claim_token = case when v_next.numbers <> '{}' then gen_random_uuid() end,
      claimed_until = case when v_next.numbers <> '{}' then now() + interval '1 minute' end
    where w.id = v_webhook.id
    returning * into v_webhook;
    if v_next.numbers <> '{}' then
      select jsonb_agg(
        jsonb_build_object(
          'number', e.number, 'id', e.id, 'about', e.about, 'body', reprise_private.organization_event_message(e)
        ) order by e.seq
      ) into v_messages
      from reprise_private.organization_events e where e.number = any (v_next.numbers);
      return jsonb_build_object('target', reprise_private.webhook_target(v_webhook), 'messages', v_messages);
    end if;
  end loop;
  return '{"target": null, "messages": []}';
end
$$;
comment on function reprise_private.claim_webhook is 'Claims one webhook for one sender, with its next messages.';

-- Returns the target and the message of a test that an owner asked for and that was not sent yet. Called by the service role, with the ids that
-- reprise_private.test_webhook returned. A repeat returns null in both.
create function reprise_private.claim_webhook_test(p_webhook_id uuid, p_event_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_webhook reprise_private.webhooks;
  v_event reprise_private.organization_events;
begin
  select w.* into v_webhook from reprise_private.webhooks w where w.id = p_webhook_id for no key update;
  select e.* into v_event from reprise_private.organization_events e
  where e.id = p_event_id and e.kind = 'webhook.test' and e.about = v_webhook.id
    and not exists (select from reprise_private.webhook_deliveries d where d.webhook_id = v_webhook.id and d.event_number = e.number);
  return jsonb_build_object(
    'target', case when v_event.id is not null then reprise_private.webhook_target(v_webhook) end,
    'message', case when v_event.id is not null then jsonb_build_object('id', v_event.id, 'body', reprise_private.organization_event_message(v_event)) end
  );
end
$$;
comment on function reprise_private.claim_webhook_test is 'Returns the target and the message of a test.';

-- Trigger: gives a new member the cursors of their notices, which begin now.
create function reprise_private.create_notice_cursors()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into reprise_private.notice_cursors (organization_id, user_id, pace, seq, due_at)
  select new.organization_id, new.user_id, p.pace, (select s.last_value from reprise_private.organization_event_seq s),
    case when p.pace = 'read' then timestamptz 'infinity' else now() end
  from unnest(array['soon', 'daily', 'read']) p (pace)
  on conflict do nothing;
  return null;
end
$$;
comment on function reprise_private.create_notice_cursors is 'Trigger: gives a new member the cursors of their notices.';

-- nothing → enabled. Adds a webhook to an organization that the caller owns; it gets the events from now on. Returns its secret, once. Locks the
-- organization, so that two calls cannot exceed the limit. Counts as a use of webhook.
-- Errors: not_authenticated, organization_not_found, not_allowed, invalid_request, rate_limited, limit_reached.
create function reprise_private.create_webhook(p_organization_id uuid, p_url text, p_events jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_limit integer := (select t.webhooks_per_organization from reprise_private.settings t);
  v_events text[];
  v_webhook reprise_private.webhooks;
  v_secret text;
begin
  perform reprise_private.check_webhook_owner(p_organization_id, false);
  if jsonb_typeof(p_events) is distinct from 'array' or jsonb_array_length(p_events) not between 1 and 50 then
    perform reprise_private.invalid_request('events', 'must name between 1 and 50 kinds of events');
  end if;
  v_events := array(select distinct e from jsonb_array_elements_text(p_events) e order by e);
  perform reprise_private.check_webhook(p_url, v_events);
  perform reprise_private.take_rate_limit(v_user_id, 'webhook');
  perform from reprise.organizations o where o.id = p_organization_id for no key update;
  if (select count(*) from reprise_private.webhooks w where w.organization_id = p_organization_id) >= v_limit then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', jsonb_build_object('reason', 'webhooks', 'limit', v_limit));
  end if;
  -- What has happened so far is numbered first, so that the cursor is behind it.
  perform reprise_private.number_organization_events();
  insert into reprise_private.webhooks (organization_id, url, events, cursor)
  select p_organization_id, p_url, v_events,
    coalesce((select max(e.seq) from reprise_private.organization_events e where e.organization_id = p_organization_id), 0)
  returning * into v_webhook;
  v_secret := reprise_private.mint_webhook_secret(v_webhook.id);
  return jsonb_build_object(
    'webhook', reprise_private.webhook_view(v_webhook), 'secret', v_secret,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.create_webhook is 'Adds a webhook to an organization and returns its secret.';

-- Deletes a webhook with its secrets and deliveries. Called by an owner. A delivery that is on its way may still arrive.
-- Errors: not_authenticated, webhook_not_found, not_allowed.
create function reprise_private.delete_webhook(p_webhook_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  perform reprise_private.caller_id();
  perform reprise_private.lock_own_webhook(p_webhook_id);
  delete from reprise_private.webhooks w where w.id = p_webhook_id;
  return jsonb_build_object('deleted', true);
end
$$;
comment on function reprise_private.delete_webhook is 'Deletes a webhook.';

-- Returns the events of an organization that become notices of a member, after one seq and up to another, in order: those of other people, not about
-- the member's own session; webhook.disabled only for owners; decision.made of a blind review only after the member's own scorecard. Empty for a
-- person who is no member any more. Stops at p_limit.
create function reprise_private.events_for_member(p_organization_id uuid, p_user_id uuid, p_after bigint, p_until bigint, p_limit integer)
returns setof reprise_private.organization_events
language sql stable set search_path = ''
as $$
  select e.*
  from reprise.organization_members m
  join reprise_private.organization_events e on e.organization_id = m.organization_id
  left join reprise.interview_sessions s on s.id = e.session_id
  where m.organization_id = p_organization_id and m.user_id = p_user_id and e.seq > p_after and e.seq <= p_until
    and e.kind in ('session.completed', 'result.ready', 'evaluation.needs_review', 'decision.made', 'webhook.disabled')
    and e.actor is distinct from p_user_id and s.user_id is distinct from p_user_id
    and (e.kind <> 'webhook.disabled' or m.role = 'owner')
    and (
      e.kind <> 'decision.made' or exists (select from reprise.scorecards c where c.session_id = s.id and c.reviewer = p_user_id)
      or not exists (select from reprise.review_rules r where r.interview_id = s.interview_id and r.blind)
    )
  order by e.seq
  limit p_limit
$$;
comment on function reprise_private.events_for_member is 'Returns the events that become notices of a member.';

-- claimed or handed_over → sent, failed (refused for good, or too often), uncertain (the server's answer was lost), or queued again with a wait that
-- doubles. Called by the service role, under the token of the claim. p_outcome: sent, failed, uncertain or retry. A repeat, or a call under another
-- token, changes nothing. Errors: invalid_request.
create function reprise_private.finish_notice_mail(p_mail_id uuid, p_claim_token uuid, p_outcome text, p_error text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_mail reprise_private.notice_mails;
  v_status text;
begin
  if p_outcome is null or p_outcome not in ('sent', 'failed', 'uncertain', 'retry') then
    perform reprise_private.invalid_request('outcome', 'must be sent, failed, uncertain or retry');
  end if;
  select m.* into v_mail from reprise_private.notice_mails m where m.id = p_mail_id and m.claim_token = p_claim_token for no key update;
  if v_mail.id is null then
    return '{"status": "lost"}';
  end if;
  v_status := case when p_outcome = 'retry' then case when v_mail.attempts >= 8 then 'failed' else 'queued' end else p_outcome end;
  update reprise_private.notice_mails m
  set status = v_status, claim_token = null, claimed_until = null, error = left(reprise_private.one_line(left(p_error, 1000)), 300),
    due_at = case when v_status = 'queued' then now() + make_interval(secs => 60 * 2 ^ (v_mail.attempts - 1)) else m.due_at end,
    finished_at = case when v_status <> 'queued' then now() end
  where m.id = p_mail_id;
  return jsonb_build_object('status', v_status);
end
$$;
comment on function reprise_private.finish_notice_mail is 'Stores the outcome of an e-mail of a notice.';

-- pending → delivered, pending (tried again after a wait that grows, with jitter), or dead after ten attempts. Called by the service role, under the
-- token of the claim, with the outcome of one attempt: delivered, failed or gone (410, which disables the webhook). Two failures in a row make the
-- webhook itself wait, longer each time, and five days without a success disable it; a success after that is announced. Returns go_on: whether the
-- sender should send the next message. A repeat of a success changes nothing; without the claim nothing is stored, and the event is sent again.
create function reprise_private.finish_webhook_attempt(p_webhook_id uuid, p_claim_token uuid, p_event_number bigint, p_attempt jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_webhook reprise_private.webhooks;
  v_delivered boolean := p_attempt ->> 'outcome' = 'delivered';
  v_jitter double precision := 0.75 + random() / 2;
  v_retry_after double precision := least(coalesce((p_attempt ->> 'retry_after')::double precision, 0), 86400);
  v_waits integer[] := array[5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400];
  v_delivery reprise_private.webhook_deliveries;
begin
  select w.* into v_webhook from reprise_private.webhooks w
  where w.id = p_webhook_id and w.claim_token = p_claim_token for no key update;
  if not found or not exists (select from reprise_private.organization_events e where e.number = p_event_number) then
    return '{"go_on": false}';
  end if;
  insert into reprise_private.webhook_deliveries as d (
    webhook_id, event_number, status, attempts, due_at, response_status, error, duration_ms
  )
  values (
    p_webhook_id, p_event_number, case when v_delivered then 'delivered' else 'pending' end, 1,
    now() + make_interval(secs => greatest(v_waits[1] * v_jitter, v_retry_after)),
    (p_attempt ->> 'response_status')::integer, left(p_attempt ->> 'error', 300), (p_attempt ->> 'duration_ms')::integer
  )
  on conflict (webhook_id, event_number) do update
  set attempts = d.attempts + 1, attempted_at = now(), response_status = excluded.response_status, error = excluded.error,
    duration_ms = excluded.duration_ms,
    status = case when v_delivered then 'delivered' when d.attempts >= 9 then 'dead' else 'pending' end,
    due_at = now() + make_interval(secs => greatest(coalesce(v_waits[d.attempts + 1], 0) * v_jitter, v_retry_after))
  where d.status = 'pending'
  returning * into v_delivery;
  update reprise_private.webhooks w
  set slow_at = case
    when v_delivery.duration_ms > 2000 then clock_timestamp() when w.slow_at > now() - interval '1 hour' then w.slow_at
  end
  where w.id = p_webhook_id;
  if v_delivered then
    if v_webhook.failures >= 2 then
      perform reprise_private.append_organization_event(
        v_webhook.organization_id, 'webhook.recovered', p_webhook_id, null, null, jsonb_build_object(
          'webhook_id', p_webhook_id, 'failing_since', reprise_private.rfc3339(v_webhook.failing_since), 'failures', v_webhook.failures
        )
      );
    end if;
    update reprise_private.webhooks w
    set failures = 0, failing_since = null, last_delivered_at = now(), claimed_until = now() + interval '1 minute'
    where w.id = p_webhook_id returning * into v_webhook;
    return '{"go_on": true}';
  end if;
  update reprise_private.webhooks w
  set failures = w.failures + 1, failing_since = coalesce(w.failing_since, now()), claimed_until = now() + interval '1 minute',
    due_at = case when w.failures >= 1 or v_retry_after > 0
      then now() + make_interval(secs => greatest(least(30 * 2 ^ least(w.failures, 7), 3600) * v_jitter, v_retry_after)) else w.due_at end,
    status = case
      when p_attempt ->> 'outcome' = 'gone' then 'disabled_gone'
      when w.failing_since < now() - interval '5 days' then 'disabled_failing'
      else w.status
    end
  where w.id = p_webhook_id returning * into v_webhook;
  if v_webhook.status <> 'enabled' then
    perform reprise_private.append_organization_event(
      v_webhook.organization_id, 'webhook.disabled', p_webhook_id, null, null,
      jsonb_build_object('webhook_id', p_webhook_id, 'status', v_webhook.status)
    );
  end if;
  return jsonb_build_object(
    'go_on', v_webhook.status = 'enabled' and v_webhook.failures < 2 and v_retry_after = 0, 'dead', v_delivery.status = 'dead'
  );
end
$$;
comment on function reprise_private.finish_webhook_attempt is 'Stores the outcome of one attempt to deliver an event.';

-- Stores the outcome of a test, beside the deliveries; it is not repeated and does not change the state of the webhook. Called by the service role.
create function reprise_private.finish_webhook_test(p_webhook_id uuid, p_event_id uuid, p_attempt jsonb)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  insert into reprise_private.webhook_deliveries (webhook_id, event_number, status, attempts, response_status, error, duration_ms)
  select w.id, e.number, case when p_attempt ->> 'outcome' = 'delivered' then 'delivered' else 'dead' end, 1,
    (p_attempt ->> 'response_status')::integer, left(p_attempt ->> 'error', 300), (p_attempt ->> 'duration_ms')::integer
  from reprise_private.organization_events e join reprise_private.webhooks w on w.id = e.about
  where e.id = p_event_id and e.kind = 'webhook.test' and w.id = p_webhook_id
  on conflict (webhook_id, event_number) do nothing;
  return '{}';
end
$$;
comment on function reprise_private.finish_webhook_test is 'Stores the outcome of a test.';

-- Returns the caller's e-mail preferences: off, soon or daily for each kind of event. Reads only. Errors: not_authenticated.
create function reprise_private.get_notice_preferences()
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return reprise_private.notice_preferences_view(reprise_private.caller_id());
end
$$;
comment on function reprise_private.get_notice_preferences is 'Returns the caller''s e-mail preferences.';

-- Returns whether a webhook gets an event: one of its kinds, or the news that the webhook itself delivers again. A test is sent at once, and only
-- to the webhook that is tested; that a webhook was disabled cannot be said to it.
create function reprise_private.gets_event(p_webhook reprise_private.webhooks, p_event reprise_private.organization_events)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return p_event.kind = any (p_webhook.events) or (p_event.kind = 'webhook.recovered' and p_event.about = p_webhook.id);
end
$$;
comment on function reprise_private.gets_event is 'Returns whether a webhook gets an event.';

-- Returns one page of what happened in the caller's organizations, newest first, with what is unread (counted up to 100). Without an organization, in
-- all of them. A page looks at 1,000 events of each organization at most. Numbers events first, so that what was committed is listed.
-- Errors: not_authenticated, invalid_request.
create function reprise_private.list_notices(p_organization_id uuid, p_cursor text, p_page_size integer)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_size integer := coalesce(p_page_size, 20);
  v_page jsonb;
  v_last bigint;
  v_unread integer;
begin
  if v_size not between 1 and 100 then
    perform reprise_private.invalid_request('limit', 'must be between 1 and 100');
  elsif p_cursor !~ '^[0-9]{1,18}$' then
    perform reprise_private.invalid_request('cursor', 'is not a cursor of this list');
  end if;
  perform reprise_private.number_organization_events();
  select jsonb_agg(n.item order by n.seq desc), min(n.seq) into v_page, v_last
  from (
    select e.seq, jsonb_build_object(
      'id', e.id, 'type', e.kind, 'at', reprise_private.rfc3339(e.at), 'read', e.seq <= c.seq,
      'organization', jsonb_build_object('id', o.id, 'name', o.name), 'session_id', e.session_id,
      'interview', case when i.id is not null then jsonb_build_object('id', i.id, 'title', i.title) end
    ) as item
    from reprise_private.notice_cursors c
    join reprise.organizations o on o.id = c.organization_id
    cross join lateral (
      select max(w.seq) as until, min(w.seq) - 1 as after
      from (
        select x.seq from reprise_private.organization_events x
        where x.organization_id = c.organization_id and x.seq < coalesce(p_cursor::bigint, 9223372036854775807) order by x.seq desc limit 1000
      ) w
    ) r
    cross join lateral reprise_private.events_for_member(c.organization_id, v_user_id, r.after, r.until, 1000) e
    left join reprise.interviews i on i.id = (e.data ->> 'interview_id')::uuid
    where c.user_id = v_user_id and c.pace = 'read' and (p_organization_id is null or c.organization_id = p_organization_id)
    order by e.seq desc
    limit v_size
  ) n;
  select count(*) into v_unread
  from (
    select from reprise_private.notice_cursors c
    cross join lateral reprise_private.events_for_member(c.organization_id, v_user_id, c.seq, 9223372036854775807, 100) e
    where c.user_id = v_user_id and c.pace = 'read'
    limit 100
  ) u;
  return jsonb_build_object(
    'notices', coalesce(v_page, '[]'), 'unread', v_unread,
    'next_cursor', case when jsonb_array_length(v_page) = v_size then v_last::text end, 'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_notices is 'Returns one page of what happened in the caller''s organizations.';

-- Returns one page of the deliveries of a webhook, newest event first, to its owners. p_status (pending, delivered, dead) filters. Reads only.
-- Errors: not_authenticated, webhook_not_found, not_allowed, invalid_request.
create function reprise_private.list_webhook_deliveries(p_webhook_id uuid, p_status text, p_cursor text, p_page_size integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_size integer := coalesce(p_page_size, 20);
  v_page jsonb;
  v_last bigint;
begin
  perform reprise_private.caller_id();
  perform reprise_private.lock_own_webhook(p_webhook_id);
  if v_size not between 1 and 100 then
    perform reprise_private.invalid_request('limit', 'must be between 1 and 100');
  elsif p_cursor !~ '^[0-9]{1,18}$' then
    perform reprise_private.invalid_request('cursor', 'is not a cursor of this list');
  elsif p_status not in ('pending', 'delivered', 'dead') then
    perform reprise_private.invalid_request('status', 'must be pending, delivered or dead');
  end if;
  select jsonb_agg(o.item order by o.event_number desc), min(o.event_number) into v_page, v_last
  from (
    select d.event_number, jsonb_build_object(
      'event_id', e.id, 'type', e.kind, 'about', e.about, 'at', reprise_private.rfc3339(e.at), 'status', d.status, 'attempts', d.attempts,
      'attempted_at', reprise_private.rfc3339(d.attempted_at), 'response_status', d.response_status, 'error', d.error,
      'duration_ms', d.duration_ms, 'next_attempt_at', case when d.status = 'pending' then reprise_private.rfc3339(d.due_at) end
    ) as item
    from reprise_private.webhook_deliveries d join reprise_private.organization_events e on e.number = d.event_number
    where d.webhook_id = p_webhook_id and d.event_number < coalesce(p_cursor::bigint, 9223372036854775807)
      and (p_status is null or d.status = p_status)
    order by d.event_number desc
    limit v_size
  ) o;
  return jsonb_build_object(
    'deliveries', coalesce(v_page, '[]'),
    'next_cursor', case when jsonb_array_length(v_page) = v_size then v_last::text end,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_webhook_deliveries is 'Returns the deliveries of a webhook.';

-- Returns the webhooks of an organization to its owners, or without one those of all organizations that the caller owns, oldest first, and the
-- kinds of events there are. Reads only. Errors: not_authenticated, organization_not_found, not_allowed.
create function reprise_private.list_webhooks(p_organization_id uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform reprise_private.check_account(reprise_private.caller_id());
  if p_organization_id is not null then
    perform reprise_private.check_webhook_owner(p_organization_id, false);
  end if;
  return jsonb_build_object(
    'webhooks', coalesce((
      select jsonb_agg(reprise_private.webhook_view(w) order by w.created_at, w.id)
      from reprise_private.webhooks w
      where w.organization_id in (select reprise_private.organizations_of_caller(array['owner']))
        and (p_organization_id is null or w.organization_id = p_organization_id)
    ), '[]'),
    'event_types', to_jsonb(reprise_private.webhook_events()), 'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_webhooks is 'Returns the webhooks of one organization, or of all that the caller owns.';

-- Locks and returns a webhook of an organization that the caller owns. Errors: not_authenticated, webhook_not_found, not_allowed.
create function reprise_private.lock_own_webhook(p_webhook_id uuid)
returns reprise_private.webhooks
language plpgsql set search_path = ''
as $$
declare
  v_webhook reprise_private.webhooks;
begin
  perform reprise_private.check_webhook_owner(
    (select w.organization_id from reprise_private.webhooks w where w.id = p_webhook_id), true
  );
  select w.* into v_webhook from reprise_private.webhooks w where w.id = p_webhook_id for no key update;
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'webhook_not_found');
  end if;
  return v_webhook;
end
$$;
comment on function reprise_private.lock_own_webhook is 'Locks and returns a webhook of an organization that the caller owns.';

-- claimed → handed_over: the sender is about to give the mail server the end of the message. From here on it is not sent again by itself. Called by the
-- service role, under the token of the claim. Returns whether it may be sent: not if the claim was lost, or nothing is to be said any more.
create function reprise_private.mark_notice_mail_handed_over(p_mail_id uuid, p_claim_token uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_mail reprise_private.notice_mails;
begin
  update reprise_private.notice_mails m set status = 'handed_over'
  where m.id = p_mail_id and m.claim_token = p_claim_token and m.status = 'claimed' returning * into v_mail;
  if not found then
    return '{"send": false}';
  elsif reprise_private.notice_mail_content(v_mail) is null then
    update reprise_private.notice_mails m set status = 'cancelled', claim_token = null, claimed_until = null, finished_at = now()
    where m.id = p_mail_id;
    return '{"send": false}';
  end if;
  return '{"send": true}';
end
$$;
comment on function reprise_private.mark_notice_mail_handed_over is 'Marks an e-mail of a notice as given to the mail server.';

-- Stores another secret of a webhook and returns it. Earlier ones sign for a day more, beside it; with more than one of them, the oldest end at once,
-- so that two are valid at any time.
create function reprise_private.mint_webhook_secret(p_webhook_id uuid)
returns text
language plpgsql set search_path = ''
as $$
declare
  v_secret text := 'whsec_' || encode(decode(reprise_private.random_token(), 'hex'), 'base64');
begin
  delete from reprise_private.webhook_secrets s
  where s.webhook_id = p_webhook_id and s.id not in (
    select k.id from reprise_private.webhook_secrets k where k.webhook_id = p_webhook_id order by k.created_at desc limit 1
  );
  update reprise_private.webhook_secrets s set expires_at = now() + interval '1 day' where s.webhook_id = p_webhook_id;
  insert into reprise_private.webhook_secrets (webhook_id, secret) values (p_webhook_id, v_secret);
  return v_secret;
end
$$;
comment on function reprise_private.mint_webhook_secret is 'Stores another secret of a webhook and returns it.';

-- Returns what the e-mail of a notice says: names of the organization and of interviews, how often what happened, and no candidate's name or text. Null
-- if there is nothing to say any more: the member left, changed their preferences or has no address, or the candidate has started.
create function reprise_private.notice_mail_content(p_mail reprise_private.notice_mails)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_invitation reprise.invitations;
  v_items jsonb;
begin
  if p_mail.invitation_id is not null then
    select v.* into v_invitation from reprise.invitations v where v.id = p_mail.invitation_id;
    if not reprise_private.wants_reminder(v_invitation) then
      return null;
    end if;
    return (
      select jsonb_build_object(
        'email', v_invitation.email, 'organization', reprise_private.one_line(o.name), 'title', reprise_private.one_line(i.title),
        'expires_at', reprise_private.rfc3339(v_invitation.expires_at), 'items', jsonb '[]'
      )
      from reprise.organizations o, reprise.interviews i where o.id = v_invitation.organization_id and i.id = v_invitation.interview_id
    );
  end if;
  select jsonb_agg(jsonb_build_object('type', g.kind, 'title', reprise_private.one_line(i.title), 'count', g.times) order by g.last_seq)
  into v_items
  from (
    select e.kind, e.data ->> 'interview_id' as interview_id, count(*) as times, max(e.seq) as last_seq
    from reprise_private.events_for_member(p_mail.organization_id, p_mail.user_id, p_mail.after_seq, p_mail.until_seq, 1000) e
    where reprise_private.notice_pace(p_mail.user_id, e.kind) = p_mail.pace
    group by e.kind, e.data ->> 'interview_id'
    order by max(e.seq)
    limit 50
  ) g
  left join reprise.interviews i on i.id = g.interview_id::uuid;
  return (
    select jsonb_build_object(
      'email', reprise_private.confirmed_email(p_mail.user_id), 'organization', reprise_private.one_line(o.name), 'title', null,
      'expires_at', null, 'items', v_items
    )
    from reprise.organizations o
    where o.id = p_mail.organization_id and v_items is not null and reprise_private.confirmed_email(p_mail.user_id) is not null
  );
end
$$;
comment on function reprise_private.notice_mail_content is 'Returns what the e-mail of a notice says.';

-- Returns when a person gets e-mails about a kind of event: off, soon or daily. Kinds that need no action are off by default.
create function reprise_private.notice_pace(p_user_id uuid, p_kind text)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(
    (select p.pace from reprise_private.notice_preferences p where p.user_id = p_user_id and p.kind = p_kind),
    case p_kind when 'session.completed' then 'off' when 'webhook.disabled' then 'soon' else 'daily' end
  );
end
$$;
comment on function reprise_private.notice_pace is 'Returns when a person gets e-mails about a kind of event.';

-- Returns a person's e-mail preferences: off, soon or daily for each kind of event, and off or soon for reminders to their confirmed address.
create function reprise_private.notice_preferences_view(p_user_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object('preferences', (
    select jsonb_object_agg(k.kind, reprise_private.notice_pace(p_user_id, k.kind))
    from unnest(array['session.completed', 'result.ready', 'evaluation.needs_review', 'decision.made', 'webhook.disabled']) k (kind)
  ) || jsonb_build_object('reminder', case when exists (
    select from reprise_private.reminder_refusals r where r.email_sha256 = reprise_private.sha256_hex(reprise_private.confirmed_email(p_user_id))
  ) then 'off' else 'soon' end), 'server_time', reprise_private.rfc3339(clock_timestamp()));
end
$$;
comment on function reprise_private.notice_preferences_view is 'Returns a person''s e-mail preferences.';

-- Gives committed events their seq, at most 5,000 a call, in the order in which they were written, and marks the webhooks of their organizations as
-- waiting. Called before anything reads by a cursor. One caller at a time; another one skips it. An id alone would not do: the transaction with
-- the smaller one may commit later, when the cursor has passed. Locks those webhooks, so that a sender that just found nothing looks again.
create function reprise_private.number_organization_events()
returns void
language plpgsql set search_path = ''
as $$
declare
  v_organizations uuid[];
begin
  if not pg_try_advisory_xact_lock(hashtextextended('reprise.number_organization_events', 0)) then
    return;
  end if;
  with numbered as materialized (
    select o.number, nextval('reprise_private.organization_event_seq') as seq
    from (select e.number from reprise_private.organization_events e where e.seq is null order by e.number limit 5000) o
  ), written as (
    update reprise_private.organization_events e set seq = n.seq from numbered n where e.number = n.number returning e.organization_id
  )
  select array_agg(distinct w.organization_id) into v_organizations from written w;
  if v_organizations is null then
    return;
  end if;
  perform from reprise_private.webhooks w where w.organization_id = any (v_organizations) order by w.id for no key update;
  update reprise_private.webhooks w set is_waiting = true where w.organization_id = any (v_organizations) and not w.is_waiting;
end
$$;
comment on function reprise_private.number_organization_events is 'Gives committed events their order of sending.';

-- Returns an event as receivers of webhooks get it: the same bytes at each attempt, because all of it is stored. Ids and states only.
create function reprise_private.organization_event_message(p_event reprise_private.organization_events)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'type', p_event.kind, 'timestamp', reprise_private.rfc3339(p_event.at),
    'data', jsonb_strip_nulls(jsonb_build_object('organization_id', p_event.organization_id, 'session_id', p_event.session_id, 'actor_id', p_event.actor))
      || p_event.data
  );
end
$$;
comment on function reprise_private.organization_event_message is 'Returns an event as receivers of webhooks get it.';

-- Queues the e-mails to members that are due, about what happened since the one before: at most one in ten minutes, or one a day at seven o'clock UTC.
-- Looks at no more than 20 members a call and 1,000 events of each, and moves their cursors. A member for whom more events wait is looked at again:
-- at once if there was nothing to say, otherwise after ten minutes. Returns whether more may be due. Called by claim_notice_mails.
create function reprise_private.queue_notice_mails()
returns boolean
language plpgsql set search_path = ''
as $$
declare
  v_cursor reprise_private.notice_cursors;
  v_kinds text[];
  v_seen integer;
  v_until bigint;
  v_says boolean;
  v_members integer := 0;
  v_more boolean := false;
begin
  perform reprise_private.number_organization_events();
  for v_cursor in
    select c.* from reprise_private.notice_cursors c
    where c.pace <> 'read' and c.due_at <= now() order by c.due_at limit 20 for no key update skip locked
  loop
    v_members := v_members + 1;
    select count(*), max(o.seq) into v_seen, v_until
    from (
      select e.seq from reprise_private.organization_events e
      where e.organization_id = v_cursor.organization_id and e.seq > v_cursor.seq order by e.seq limit 1000
    ) o;
    v_kinds := array(
      select k from unnest(array['session.completed', 'result.ready', 'evaluation.needs_review', 'decision.made', 'webhook.disabled']) k
      where reprise_private.notice_pace(v_cursor.user_id, k) = v_cursor.pace
    );
    v_says := exists (
      select from reprise_private.events_for_member(v_cursor.organization_id, v_cursor.user_id, v_cursor.seq, v_until, 1000) e
      where e.kind = any (v_kinds)
    );
    if v_says then
      insert into reprise_private.notice_mails (user_id, organization_id, pace, after_seq, until_seq)
      values (v_cursor.user_id, v_cursor.organization_id, v_cursor.pace, v_cursor.seq, v_until);
    end if;
    v_more := v_more or (v_seen = 1000 and not v_says);
    update reprise_private.notice_cursors c
    set seq = coalesce(v_until, c.seq),
      due_at = case
        when v_seen = 1000 and not v_says then now()
        when v_seen = 1000 or c.pace = 'soon' then now() + interval '10 minutes'
        else (date_trunc('day', now() at time zone 'UTC') + interval '1 day 7 hours') at time zone 'UTC'
      end
    where c.organization_id = v_cursor.organization_id and c.user_id = v_cursor.user_id and c.pace = v_cursor.pace;
  end loop;
  return v_more or v_members = 20;
end
$$;
comment on function reprise_private.queue_notice_mails is 'Queues the e-mails about events that are due.';

-- Queues one reminder of each invitation to an interview that ends within a day, was made two days before that or more, and has led to no session; at
-- most 100 a call. Organizations that are not trusted, which anybody can create, remind an address once in a UTC day together: the row of the address
-- is counted and locked by one statement. Called by claim_notice_mails when no other e-mail is due. Returns whether it queued any.
create function reprise_private.queue_reminders()
returns boolean
language plpgsql set search_path = ''
as $$
begin
  with due as materialized (
    select v.id, v.organization_id, reprise_private.sha256_hex(v.email) as email_sha256, o.is_trusted
    from reprise.invitations v join reprise.organizations o on o.id = v.organization_id
    where v.email is not null and v.interview_id is not null and v.revoked_at is null
      and v.expires_at between now() and now() + interval '1 day' and v.expires_at - v.created_at >= interval '2 days'
      and not exists (select from reprise_private.notice_mails m where m.invitation_id = v.id)
      and (o.is_trusted or not exists (
        select from reprise_private.reminder_address_days d
        where d.email_sha256 = reprise_private.sha256_hex(v.email) and d.day = reprise_private.utc_day()
      ))
      and reprise_private.wants_reminder(v)
    limit 100
  ), counted as (
    insert into reprise_private.reminder_address_days as d (email_sha256, day)
    select distinct u.email_sha256, reprise_private.utc_day() from due u where not u.is_trusted order by u.email_sha256
    on conflict (email_sha256) do update set day = excluded.day where d.day < excluded.day
    returning d.email_sha256
  )
  insert into reprise_private.notice_mails (organization_id, invitation_id, pace)
  select u.organization_id, u.id, 'reminder' from due u where u.is_trusted
  union all
  (
    select distinct on (u.email_sha256) u.organization_id, u.id, 'reminder'
    from due u join counted c on c.email_sha256 = u.email_sha256 where not u.is_trusted order by u.email_sha256, u.id
  )
  on conflict do nothing;
  return found;
end
$$;
comment on function reprise_private.queue_reminders is 'Queues the reminders that are due.';

-- Marks what happened up to one notice as read, in all of the caller's organizations. Never marks as unread. Does nothing for an id that is none of the
-- caller's notices. Errors: not_authenticated.
create function reprise_private.read_notices(p_through uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
begin
  update reprise_private.notice_cursors c set seq = e.seq
  from reprise_private.organization_events e
  where e.id = p_through and e.organization_id in (select reprise_private.organizations_of_caller())
    and c.user_id = v_user_id and c.pace = 'read' and c.seq < e.seq;
  return jsonb_build_object('server_time', reprise_private.rfc3339(clock_timestamp()));
end
$$;
comment on function reprise_private.read_notices is 'Marks the caller''s notices as read.';

-- Trigger: appends the event that its argument names, about the row that changed. Rows of sessions outside of organizations have none. A user who
-- acts through the Data API or a function is the actor; the service and the clock are nobody. Reads the session of a row that has one.
create function reprise_private.record_organization_event()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_row jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
  v_session reprise.interview_sessions;
  v_data jsonb;
  v_actor uuid := auth.uid();
begin
  case tg_table_name
    when 'invitations' then
      v_data := jsonb_build_object('invitation_id', v_row -> 'id', 'interview_id', v_row -> 'interview_id', 'role', v_row -> 'role');
    when 'organization_members' then
      v_data := jsonb_build_object('user_id', v_row -> 'user_id', 'role', v_row -> 'role');
    else
      select s.* into v_session from reprise.interview_sessions s
      where s.id = (v_row ->> case when tg_table_name = 'interview_sessions' then 'id' else 'session_id' end)::uuid;
      if v_session.organization_id is null then
        return null;
      end if;
      v_data := jsonb_build_object('interview_id', v_session.interview_id, 'mode', v_session.mode, 'status', v_session.status);
      if tg_table_name = 'evaluations' then
        v_data := v_data || jsonb_build_object('position', v_row -> 'position', 'evaluation_status', v_row -> 'status');
      elsif tg_table_name = 'decisions' then
        -- Members read the events of their webhooks: one of a blind review, or about a member, says neither what was decided nor by whom.
        if exists (select from reprise.review_rules r where r.interview_id = v_session.interview_id and r.blind) or exists (
          select from reprise.organization_members m
          where m.organization_id = v_session.organization_id and m.user_id = v_session.user_id
        ) then
          v_actor := null;
        else
          v_data := v_data || jsonb_build_object('decision', v_row -> 'decision');
        end if;
      end if;
  end case;
  perform reprise_private.append_organization_event(
    coalesce(v_session.organization_id, (v_row ->> 'organization_id')::uuid), tg_argv[0],
    coalesce(v_session.id, (v_row ->> 'id')::uuid, (v_row ->> 'user_id')::uuid), v_session.id, v_actor, v_data
  );
  return null;
end
$$;
comment on function reprise_private.record_organization_event is 'Trigger: appends the event of a change.';

-- Ends a claim before its minute is over, so that the next sender continues; the webhooks that wait longer come first. Called by the service role,
-- under the token of the claim. A repeat changes nothing.
create function reprise_private.release_webhook(p_webhook_id uuid, p_claim_token uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update reprise_private.webhooks w set claim_token = null, claimed_until = null, due_at = greatest(w.due_at, clock_timestamp())
  where w.id = p_webhook_id and w.claim_token = p_claim_token;
  return '{}';
end
$$;
comment on function reprise_private.release_webhook is 'Ends the claim of a webhook.';

-- Sets when the caller gets e-mails about one kind of event: off, soon or daily; for reminder, off or soon, which needs a confirmed address and is
-- stored by its hash. Counts as a use of notice_preference. Returns all of them. Errors: not_authenticated, invalid_request, rate_limited.
create function reprise_private.set_notice_preference(p_kind text, p_pace text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_email_sha256 text := reprise_private.sha256_hex(reprise_private.confirmed_email(v_user_id));
begin
  perform reprise_private.check_account(v_user_id);
  if p_kind is null or p_kind not in (
    'session.completed', 'result.ready', 'evaluation.needs_review', 'decision.made', 'webhook.disabled', 'reminder'
  ) then
    perform reprise_private.invalid_request('kind', 'is unknown');
  elsif p_pace is null or p_pace not in ('off', 'soon', 'daily') or (p_kind = 'reminder' and p_pace = 'daily') then
    perform reprise_private.invalid_request('pace', 'must be off, soon or daily; for reminder, off or soon');
  elsif p_kind = 'reminder' and v_email_sha256 is null then
    perform reprise_private.invalid_request('kind', 'needs a confirmed e-mail address');
  end if;
  perform reprise_private.take_rate_limit(v_user_id, 'notice_preference');
  if p_kind <> 'reminder' then
    insert into reprise_private.notice_preferences (user_id, kind, pace) values (v_user_id, p_kind, p_pace)
    on conflict (user_id, kind) do update set pace = excluded.pace;
  elsif p_pace = 'off' then
    insert into reprise_private.reminder_refusals (email_sha256) values (v_email_sha256) on conflict do nothing;
  else
    delete from reprise_private.reminder_refusals r where r.email_sha256 = v_email_sha256;
  end if;
  return reprise_private.notice_preferences_view(v_user_id);
end
$$;
comment on function reprise_private.set_notice_preference is 'Sets when the caller gets e-mails about one kind of event.';

-- Appends the event of a test, which the service then sends at once (reprise_private.claim_webhook_test). Called by an owner, also of a webhook that is
-- paused or disabled. Counts as a use of webhook_test: each use is a request to another server.
-- Errors: not_authenticated, webhook_not_found, not_allowed, rate_limited.
create function reprise_private.test_webhook(p_webhook_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_webhook reprise_private.webhooks;
begin
  perform reprise_private.take_rate_limit(v_user_id, 'webhook_test');
  v_webhook := reprise_private.lock_own_webhook(p_webhook_id);
  return jsonb_build_object('event_id', reprise_private.append_organization_event(
    v_webhook.organization_id, 'webhook.test', p_webhook_id, null, v_user_id, jsonb_build_object('webhook_id', p_webhook_id)
  ));
end
$$;
comment on function reprise_private.test_webhook is 'Appends the event of a test of a webhook.';

-- Ends the e-mails of the kind that a link in one of them names, without a sign-in: all e-mails about events to a member, or all reminders to an
-- address. Called by the service role for whoever has the token of the link. A repeat changes nothing. An unknown token gets the same answer.
create function reprise_private.unsubscribe(p_token text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_mail reprise_private.notice_mails;
begin
  select m.* into v_mail from reprise_private.notice_mails m where m.unsubscribe_sha256 = reprise_private.sha256_hex(p_token);
  if v_mail.invitation_id is not null then
    insert into reprise_private.reminder_refusals (email_sha256)
    select reprise_private.sha256_hex(v.email) from reprise.invitations v where v.id = v_mail.invitation_id
    on conflict do nothing;
  elsif v_mail.user_id is not null then
    insert into reprise_private.notice_preferences (user_id, kind, pace)
    select v_mail.user_id, k.kind, 'off'
    from unnest(array['session.completed', 'result.ready', 'evaluation.needs_review', 'decision.made', 'webhook.disabled']) k (kind)
    on conflict (user_id, kind) do update set pace = 'off';
  end if;
  return '{"unsubscribed": true}';
end
$$;
comment on function reprise_private.unsubscribe is 'Ends the e-mails that a link in one of them names.';

-- Returns whether a candidate is still reminded of an invitation: it was mailed, it stands, its interview is open, no session of it was started, and the
-- address did not refuse reminders.
create function reprise_private.wants_reminder(p_invitation reprise.invitations)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return p_invitation.revoked_at is null and p_invitation.expires_at > now()
    and exists (select from reprise_private.invitation_mails m where m.invitation_id = p_invitation.id and m.status = 'sent')
    and exists (select from reprise.interviews i where i.id = p_invitation.interview_id and i.status = 'published')
    and not exists (
      select from reprise.interview_sessions s where s.user_id = p_invitation.user_id and s.interview_id = p_invitation.interview_id
    )
    and not exists (
      select from reprise_private.reminder_refusals r where r.email_sha256 = reprise_private.sha256_hex(p_invitation.email)
    );
end
$$;
comment on function reprise_private.wants_reminder is 'Returns whether a candidate is still reminded of an invitation.';

-- Returns the kinds of events that a webhook can get.
create function reprise_private.webhook_events()
returns text[]
language sql immutable set search_path = ''
as $$
  select array[
    'invitation.created', 'invitation.opened', 'invitation.accepted', 'invitation.revoked', 'session.started', 'session.completed',
    'evaluation.needs_review', 'result.ready', 'decision.made', 'member.joined', 'member.changed', 'member.removed', 'webhook.disabled'
  ]
$$;
comment on function reprise_private.webhook_events is 'Returns the kinds of events that a webhook can get.';

-- Returns where and how a sender sends: the address, the valid secrets, newest first, and whether this machine is allowed as a receiver.
create function reprise_private.webhook_target(p_webhook reprise_private.webhooks)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'webhook_id', p_webhook.id, 'url', p_webhook.url, 'claim_token', p_webhook.claim_token,
    'secrets', (
      select jsonb_agg(s.secret order by s.created_at desc) from reprise_private.webhook_secrets s
      where s.webhook_id = p_webhook.id and s.expires_at > now()
    ),
    'loopback', (select t.webhook_loopback from reprise_private.settings t)
  );
end
$$;
comment on function reprise_private.webhook_target is 'Returns where and how a sender sends.';

-- Returns a webhook as its owners see it, without any secret. `waiting` counts those of the next 1,000 events that it
-- has yet to get.
create function reprise_private.webhook_view(p_webhook reprise_private.webhooks)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_webhook.id, 'organization_id', p_webhook.organization_id, 'url', p_webhook.url, 'events', to_jsonb(p_webhook.events),
    'status', p_webhook.status, 'created_at', reprise_private.rfc3339(p_webhook.created_at),
    'failing_since', reprise_private.rfc3339(p_webhook.failing_since),
    'last_delivered_at', reprise_private.rfc3339(p_webhook.last_delivered_at),
    'secrets', (
      select count(*) from reprise_private.webhook_secrets s where s.webhook_id = p_webhook.id and s.expires_at > now()
    ),
    'waiting', (
      select count(*)
      from (
        select o.* from reprise_private.organization_events o
        where o.organization_id = p_webhook.organization_id and o.seq > p_webhook.cursor order by o.seq limit 1000
      ) o
      join reprise_private.organization_events e on e.number = o.number
      left join reprise_private.webhook_deliveries d on d.webhook_id = p_webhook.id and d.event_number = e.number
      where reprise_private.gets_event(p_webhook, e) and coalesce(d.status, 'pending') = 'pending'
    ),
    'dead', (
      select count(*) from (
        select from reprise_private.webhook_deliveries d join reprise_private.organization_events e on e.number = d.event_number
        where d.webhook_id = p_webhook.id and d.status = 'dead' and e.kind <> 'webhook.test' limit 1000
      ) d
    )
  );
end
$$;
comment on function reprise_private.webhook_view is 'Returns a webhook as its owners see it.';

-- Pauses, resumes or replays a webhook, or rotates its secret. See reprise_private.change_webhook.
create function reprise.change_webhook(webhook_id uuid, action text, since timestamptz default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.change_webhook(webhook_id, action, since);
end
$$;
comment on function reprise.change_webhook is 'Pauses, resumes or replays a webhook, or rotates its secret. See reprise_private.change_webhook.';

-- Claims e-mails about events, and reminders, for one sender. See reprise_private.claim_notice_mails.
create function reprise.claim_notice_mails(batch_size integer default 20)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.claim_notice_mails(batch_size);
end
$$;
comment on function reprise.claim_notice_mails is 'Claims e-mails about events, and reminders, for one sender. See reprise_private.claim_notice_mails.';

-- Claims one webhook for one sender, with its next messages. See reprise_private.claim_webhook.
create function reprise.claim_webhook()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.claim_webhook();
end
$$;
comment on function reprise.claim_webhook is 'Claims one webhook for one sender, with its next messages. See reprise_private.claim_webhook.';

-- Returns the target and the message of a test. See reprise_private.claim_webhook_test.
create function reprise.claim_webhook_test(webhook_id uuid, event_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.claim_webhook_test(webhook_id, event_id);
end
$$;
comment on function reprise.claim_webhook_test is 'Returns the target and the message of a test. See reprise_private.claim_webhook_test.';

-- Adds a webhook to an organization and returns its secret. See reprise_private.create_webhook.
create function reprise.create_webhook(organization_id uuid, url text, events jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass JSON as its text.
  return reprise_private.create_webhook(organization_id, url, case jsonb_typeof(events) when 'string' then (events #>> '{}')::jsonb else events end);
end
$$;
comment on function reprise.create_webhook is 'Adds a webhook to an organization and returns its secret. See reprise_private.create_webhook.';

-- Deletes a webhook. See reprise_private.delete_webhook.
create function reprise.delete_webhook(webhook_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.delete_webhook(webhook_id);
end
$$;
comment on function reprise.delete_webhook is 'Deletes a webhook. See reprise_private.delete_webhook.';

-- Stores the outcome of an e-mail of a notice. See reprise_private.finish_notice_mail.
create function reprise.finish_notice_mail(mail_id uuid, claim_token uuid, outcome text, error text default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.finish_notice_mail(mail_id, claim_token, outcome, error);
end
$$;
comment on function reprise.finish_notice_mail is 'Stores the outcome of an e-mail of a notice. See reprise_private.finish_notice_mail.';

-- Stores the outcome of one attempt to deliver an event. See reprise_private.finish_webhook_attempt.
create function reprise.finish_webhook_attempt(webhook_id uuid, claim_token uuid, event_number bigint, attempt jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass JSON as its text.
  return reprise_private.finish_webhook_attempt(
    webhook_id, claim_token, event_number, case jsonb_typeof(attempt) when 'string' then (attempt #>> '{}')::jsonb else attempt end
  );
end
$$;
comment on function reprise.finish_webhook_attempt is 'Stores the outcome of one attempt to deliver an event. See reprise_private.finish_webhook_attempt.';

-- Stores the outcome of a test. See reprise_private.finish_webhook_test.
create function reprise.finish_webhook_test(webhook_id uuid, event_id uuid, attempt jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass JSON as its text.
  return reprise_private.finish_webhook_test(webhook_id, event_id, case jsonb_typeof(attempt) when 'string' then (attempt #>> '{}')::jsonb else attempt end);
end
$$;
comment on function reprise.finish_webhook_test is 'Stores the outcome of a test. See reprise_private.finish_webhook_test.';

-- Returns the caller's e-mail preferences. See reprise_private.get_notice_preferences.
create function reprise.get_notice_preferences()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_notice_preferences();
end
$$;
comment on function reprise.get_notice_preferences is 'Returns the caller''s e-mail preferences. See reprise_private.get_notice_preferences.';

-- Returns one page of what happened in the caller's organizations. See reprise_private.list_notices.
create function reprise.list_notices(organization_id uuid default null, cursor text default null, page_size integer default 20)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_notices(organization_id, cursor, page_size);
end
$$;
comment on function reprise.list_notices is 'Returns one page of what happened in the caller''s organizations. See reprise_private.list_notices.';

-- Returns the deliveries of a webhook. See reprise_private.list_webhook_deliveries.
create function reprise.list_webhook_deliveries(webhook_id uuid, status text default null, cursor text default null, page_size integer default 20)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_webhook_deliveries(webhook_id, status, cursor, page_size);
end
$$;
comment on function reprise.list_webhook_deliveries is 'Returns the deliveries of a webhook. See reprise_private.list_webhook_deliveries.';

-- Returns the webhooks of one organization, or of all that the caller owns. See reprise_private.list_webhooks.
create function reprise.list_webhooks(organization_id uuid default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_webhooks(organization_id);
end
$$;
comment on function reprise.list_webhooks is 'Returns the webhooks of one organization, or of all that the caller owns. See reprise_private.list_webhooks.';

-- Marks an e-mail of a notice as given to the mail server. See reprise_private.mark_notice_mail_handed_over.
create function reprise.mark_notice_mail_handed_over(mail_id uuid, claim_token uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.mark_notice_mail_handed_over(mail_id, claim_token);
end
$$;
comment on function reprise.mark_notice_mail_handed_over is
  'Marks an e-mail of a notice as given to the mail server. See reprise_private.mark_notice_mail_handed_over.';

-- Marks the caller's notices as read. See reprise_private.read_notices.
create function reprise.read_notices(through uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.read_notices(through);
end
$$;
comment on function reprise.read_notices is 'Marks the caller''s notices as read. See reprise_private.read_notices.';

-- Ends the claim of a webhook. See reprise_private.release_webhook.
create function reprise.release_webhook(webhook_id uuid, claim_token uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.release_webhook(webhook_id, claim_token);
end
$$;
comment on function reprise.release_webhook is 'Ends the claim of a webhook. See reprise_private.release_webhook.';

-- Sets when the caller gets e-mails about one kind of event. See reprise_private.set_notice_preference.
create function reprise.set_notice_preference(kind text, pace text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.set_notice_preference(kind, pace);
end
$$;
comment on function reprise.set_notice_preference is
  'Sets when the caller gets e-mails about one kind of event. See reprise_private.set_notice_preference.';

-- Appends the event of a test of a webhook. See reprise_private.test_webhook.
create function reprise.test_webhook(webhook_id uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.test_webhook(webhook_id);
end
$$;
comment on function reprise.test_webhook is 'Appends the event of a test of a webhook. See reprise_private.test_webhook.';

-- Ends the e-mails that a link in one of them names. See reprise_private.unsubscribe.
create function reprise.unsubscribe(token text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.unsubscribe(token);
end
$$;
comment on function reprise.unsubscribe is 'Ends the e-mails that a link in one of them names. See reprise_private.unsubscribe.';

-- Row level security without a policy: only functions read these tables. And the triggers that write events, one a kind.

alter table reprise_private.organization_events enable row level security;
alter table reprise_private.webhooks enable row level security;
alter table reprise_private.webhook_secrets enable row level security;
alter table reprise_private.webhook_deliveries enable row level security;
alter table reprise_private.notice_preferences enable row level security;
alter table reprise_private.notice_cursors enable row level security;
alter table reprise_private.notice_mails enable row level security;
alter table reprise_private.reminder_address_days enable row level security;
alter table reprise_private.reminder_refusals enable row level security;

create trigger webhooks_are_audited after insert or delete on reprise_private.webhooks
  for each row execute function reprise_private.record_change('id');
create trigger invitations_event_created after insert on reprise.invitations
  for each row when (new.user_id is null) execute function reprise_private.record_organization_event('invitation.created');
create trigger invitations_event_place_taken after insert on reprise.invitations
  for each row when (new.user_id is not null) execute function reprise_private.record_organization_event('invitation.accepted');
create trigger invitations_event_opened after update of opened_at on reprise.invitations
  for each row when (old.opened_at is null and new.opened_at is not null)
  execute function reprise_private.record_organization_event('invitation.opened');
create trigger invitations_event_accepted after update of user_id on reprise.invitations
  for each row when (old.user_id is null and new.user_id is not null)
  execute function reprise_private.record_organization_event('invitation.accepted');
create trigger invitations_event_revoked after update of revoked_at on reprise.invitations
  for each row when (old.revoked_at is null and new.revoked_at is not null)
  execute function reprise_private.record_organization_event('invitation.revoked');

create trigger interview_sessions_event_started after insert on reprise.interview_sessions
  for each row when (new.organization_id is not null) execute function reprise_private.record_organization_event('session.started');
create trigger interview_sessions_event_completed after update of status on reprise.interview_sessions
  for each row when (new.organization_id is not null and old.status <> 'completed' and new.status = 'completed')
  execute function reprise_private.record_organization_event('session.completed');

create trigger evaluations_event_needs_review_at_once after insert on reprise.evaluations
  for each row when (new.status in ('needs_review', 'failed'))
  execute function reprise_private.record_organization_event('evaluation.needs_review');
create trigger evaluations_event_needs_review after update of status on reprise.evaluations
  for each row when (old.status <> new.status and new.status in ('needs_review', 'failed'))
  execute function reprise_private.record_organization_event('evaluation.needs_review');
create trigger session_results_event_ready after update of status on reprise.session_results
  for each row when (new.status in ('ready', 'failed') and old.status not in ('ready', 'failed'))
  execute function reprise_private.record_organization_event('result.ready');
create trigger decisions_event_made after insert on reprise.decisions
  for each row execute function reprise_private.record_organization_event('decision.made');

create trigger organization_members_event_joined after insert on reprise.organization_members
  for each row execute function reprise_private.record_organization_event('member.joined');
create trigger organization_members_event_changed after update of role on reprise.organization_members
  for each row when (old.role <> new.role) execute function reprise_private.record_organization_event('member.changed');
create trigger organization_members_event_removed after delete on reprise.organization_members
  for each row execute function reprise_private.record_organization_event('member.removed');
create trigger organization_members_get_notice_cursors after insert on reprise.organization_members
  for each row execute function reprise_private.create_notice_cursors();

-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise_private.notice_cursors,
  reprise_private.notice_mails,
  reprise_private.notice_preferences,
  reprise_private.organization_events,
  reprise_private.reminder_address_days,
  reprise_private.reminder_refusals,
  reprise_private.webhook_deliveries,
  reprise_private.webhook_secrets,
  reprise_private.webhooks
from public, anon, authenticated, service_role;
revoke all on sequence
  reprise_private.organization_event_seq,
  reprise_private.organization_events_number_seq
from public, anon, authenticated, service_role;

revoke execute on function
  reprise.change_webhook,
  reprise.claim_notice_mails,
  reprise.claim_webhook,
  reprise.claim_webhook_test,
  reprise.create_webhook,
  reprise.delete_webhook,
  reprise.finish_notice_mail,
  reprise.finish_webhook_attempt,
  reprise.finish_webhook_test,
  reprise.get_notice_preferences,
  reprise.list_notices,
  reprise.list_webhook_deliveries,
  reprise.list_webhooks,
  reprise.mark_notice_mail_handed_over,
  reprise.read_notices,
  reprise.release_webhook,
  reprise.set_notice_preference,
  reprise.test_webhook,
  reprise.unsubscribe,
  reprise_private.append_organization_event,
  reprise_private.change_webhook,
  reprise_private.check_webhook,
  reprise_private.check_webhook_owner,
  reprise_private.claim_notice_mails,
  reprise_private.claim_webhook,
  reprise_private.claim_webhook_test,
  reprise_private.create_notice_cursors,
  reprise_private.create_webhook,
  reprise_private.delete_webhook,
  reprise_private.events_for_member,
  reprise_private.finish_notice_mail,
  reprise_private.finish_webhook_attempt,
  reprise_private.finish_webhook_test,
  reprise_private.get_notice_preferences,
  reprise_private.gets_event,
  reprise_private.list_notices,
  reprise_private.list_webhook_deliveries,
  reprise_private.list_webhooks,
  reprise_private.lock_own_webhook,
  reprise_private.mark_notice_mail_handed_over,
  reprise_private.mint_webhook_secret,
  reprise_private.notice_mail_content,
  reprise_private.notice_pace,
  reprise_private.notice_preferences_view,
  reprise_private.number_organization_events,
  reprise_private.organization_event_message,
  reprise_private.queue_notice_mails,
  reprise_private.queue_reminders,
  reprise_private.read_notices,
  reprise_private.record_organization_event,
  reprise_private.release_webhook,
  reprise_private.set_notice_preference,
  reprise_private.test_webhook,
  reprise_private.unsubscribe,
  reprise_private.wants_reminder,
  reprise_private.webhook_events,
  reprise_private.webhook_target,
  reprise_private.webhook_view
from public, anon, authenticated, service_role;
grant execute on function
  reprise.change_webhook,
  reprise.create_webhook,
  reprise.delete_webhook,
  reprise.get_notice_preferences,
  reprise.list_notices,
  reprise.list_webhook_deliveries,
  reprise.list_webhooks,
  reprise.read_notices,
  reprise.set_notice_preference,
  reprise.test_webhook,
  reprise_private.change_webhook,
  reprise_private.create_webhook,
  reprise_private.delete_webhook,
  reprise_private.get_notice_preferences,
  reprise_private.list_notices,
  reprise_private.list_webhook_deliveries,
  reprise_private.list_webhooks,
  reprise_private.read_notices,
  reprise_private.set_notice_preference,
  reprise_private.test_webhook
to authenticated;
grant execute on function
  reprise.claim_notice_mails,
  reprise.claim_webhook,
  reprise.claim_webhook_test,
  reprise.finish_notice_mail,
  reprise.finish_webhook_attempt,
  reprise.finish_webhook_test,
  reprise.mark_notice_mail_handed_over,
  reprise.release_webhook,
  reprise.unsubscribe,
  reprise_private.claim_notice_mails,
  reprise_private.claim_webhook,
  reprise_private.claim_webhook_test,
  reprise_private.finish_notice_mail,
  reprise_private.finish_webhook_attempt,
  reprise_private.finish_webhook_test,
  reprise_private.mark_notice_mail_handed_over,
  reprise_private.release_webhook,
  reprise_private.unsubscribe
to service_role;

reset check_function_bodies;
reset lock_timeout;
