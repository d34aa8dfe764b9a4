-- Baseline: invitations by e-mail address or link, and their e-mails. The files of supabase/schemas/invitations, in order.

-- References to auth.users lock it: whoever waits for that makes all sign-ins wait behind them.
set lock_timeout = '3s';
-- Functions may name tables of later domains: their bodies are checked when they run.
set check_function_bodies = off;

-- Invitations of people who may have no account yet: by e-mail address or by a link with places, to take an interview or to join an
-- organization. Accepting one gives the right itself: a row of interview_invitations or of organization_members. Tokens and e-mails are
-- private: only the hash of a token is stored.

create table reprise.invitations (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references reprise.organizations (id) on delete cascade,
  interview_id uuid references reprise.interviews (id) on delete cascade,
  role text,
  email text,
  places integer,
  link_id uuid references reprise.invitations (id) on delete cascade,
  user_id uuid references auth.users (id) on delete cascade,
  extra_time_percent integer not null default 0,
  attempts_allowed integer default 1,
  note text not null default '',
  gave_right boolean not null default false,
  created_by uuid references auth.users (id) on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  opened_at timestamptz,
  accepted_at timestamptz,
  revoked_at timestamptz,
  asked_by uuid references auth.users (id) on delete set null,
  asked_at timestamptz,
  constraint invitations_to_one_thing check ((interview_id is null) <> (role is null)),
  constraint invitations_role_is_known check (role in ('owner', 'recruiter', 'reviewer')),
  constraint invitations_of_one_kind check (num_nonnulls(email, places, link_id) = 1),
  constraint invitations_link_is_to_an_interview check (email is not null or interview_id is not null),
  constraint invitations_link_is_nobodys check (places is null or user_id is null),
  constraint invitations_place_is_somebodys check (link_id is null or user_id is not null),
  constraint invitations_email_fits check (char_length(email) between 3 and 254 and email = lower(email)),
  constraint invitations_places_in_range check (places between 1 and 1000),
  constraint invitations_extra_time_in_range check (extra_time_percent between 0 and 400),
  constraint invitations_attempts_in_range check (attempts_allowed between 1 and 100),
  constraint invitations_note_length check (char_length(note) <= 1000),
  constraint invitations_accepted_has_time check ((user_id is null) = (accepted_at is null))
);
comment on table reprise.invitations is
  'Invitations by e-mail address or link, to take an interview or to join an organization. Written by functions only.';
comment on column reprise.invitations.role is 'The role in the organization; null for an invitation to an interview.';
comment on column reprise.invitations.email is 'The invited address in lower case; null for a link and for a place taken by one.';
comment on column reprise.invitations.places is 'The number of people who can accept a link; null if the invitation is no link.';
comment on column reprise.invitations.link_id is 'The link by which somebody took this place.';
comment on column reprise.invitations.user_id is 'The person who accepted it; null while nobody has, and for a link.';
comment on column reprise.invitations.attempts_allowed is 'Sessions that it lets a candidate start; null means no limit.';
comment on column reprise.invitations.note is 'The inviter''s words, shown to the invited person on the page of the link, but not in the e-mail.';
comment on column reprise.invitations.gave_right is 'Whether accepting it created the row of interview_invitations, which revoking it then deletes.';
comment on column reprise.invitations.expires_at is 'Until then it can be accepted, and the interview started.';
comment on column reprise.invitations.opened_at is 'When its link was first opened.';
comment on column reprise.invitations.asked_at is 'When somebody who could not accept it last asked for a new one; asked_by says who.';
create unique index invitations_interview_id_email_key
  on reprise.invitations (interview_id, email) where email is not null and interview_id is not null and revoked_at is null;
create unique index invitations_organization_id_email_key
  on reprise.invitations (organization_id, email) where role is not null and revoked_at is null;
create unique index invitations_link_id_user_id_key on reprise.invitations (link_id, user_id) where link_id is not null;
create index invitations_interview_id_idx on reprise.invitations (interview_id, created_at desc, id desc) where interview_id is not null;
create index invitations_organization_id_idx on reprise.invitations (organization_id, created_at desc, id desc);
create index invitations_email_idx on reprise.invitations (email, created_at desc, id desc) where email is not null;
create index invitations_user_id_idx on reprise.invitations (user_id) where user_id is not null;
create index invitations_created_by_idx on reprise.invitations (created_by) where created_by is not null;
create index invitations_asked_by_idx on reprise.invitations (asked_by) where asked_by is not null;
create index invitations_open_idx
  on reprise.invitations (organization_id, expires_at) where user_id is null and revoked_at is null;
create index invitations_reminders_idx
  on reprise.invitations (expires_at) where email is not null and interview_id is not null and revoked_at is null;
create index invitations_retention_idx on reprise.invitations (expires_at, id) where user_id is null;

create table reprise_private.invitation_tokens (
  token_sha256 text primary key,
  invitation_id uuid not null references reprise.invitations (id) on delete cascade,
  created_at timestamptz not null default now()
);
comment on table reprise_private.invitation_tokens is
  'SHA-256 of each token of an invitation. Every token works until the invitation ends; the newest 20 are stored.';
create index invitation_tokens_invitation_id_idx on reprise_private.invitation_tokens (invitation_id, created_at);

create table reprise_private.invitation_mails (
  id uuid primary key default gen_random_uuid(),
  invitation_id uuid not null references reprise.invitations (id) on delete cascade,
  status text not null default 'queued',
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  claim_token uuid,
  claimed_until timestamptz,
  error text,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint invitation_mails_status_is_known check (status in ('queued', 'claimed', 'handed_over', 'sent', 'failed', 'uncertain', 'cancelled')),
  constraint invitation_mails_claimed_has_token check ((status in ('claimed', 'handed_over')) = (claim_token is not null))
);
comment on table reprise_private.invitation_mails is 'E-mails of invitations. Each is handed over to a mail server once, even if a sender is killed.';
comment on column reprise_private.invitation_mails.status is
  'queued → claimed → handed_over → sent; failed (refused for good), uncertain (the sender died after handing it over), cancelled (invitation ended).';
comment on column reprise_private.invitation_mails.due_at is 'When it can be claimed; later after each attempt that failed.';
create index invitation_mails_due_at_idx on reprise_private.invitation_mails (due_at, id) where status in ('queued', 'claimed', 'handed_over');
create index invitation_mails_unsent_idx on reprise_private.invitation_mails (finished_at) where status in ('failed', 'uncertain');
create index invitation_mails_invitation_id_idx on reprise_private.invitation_mails (invitation_id, created_at desc);

create table reprise_private.invitation_mail_days (
  organization_id uuid primary key references reprise.organizations (id) on delete cascade,
  day date not null,
  mails integer not null
);
comment on table reprise_private.invitation_mail_days is 'E-mails of invitations that each organization queued in its last UTC day: one row per organization.';

create table reprise_private.invitation_address_days (
  email_sha256 text not null,
  organization_id uuid not null,
  day date not null,
  mails integer not null,
  primary key (email_sha256, organization_id)
);
comment on table reprise_private.invitation_address_days is
  'E-mails of invitations that each organization queued for each address in a UTC day. Rows of earlier days are deleted.';
comment on column reprise_private.invitation_address_days.organization_id is
  'No foreign key: what a deleted organization sent counts for the rest of its day.';
create index invitation_address_days_day_idx on reprise_private.invitation_address_days (day);

-- invited → accepted, by the caller: with its token, or by its id if it was sent to the caller's confirmed address. Gives the right to take the
-- interview, or the membership. Locks the invitation: of several callers for the last place of a link exactly one gets it, and revoking waits. A
-- repeat returns the same and gives nothing again, or is refused if the invitation ended unused. With p_request_new a refusal is stored, and
-- returned with requested: the organization sees who asked for another invitation. Errors: not_authenticated, invitation_not_found, rate_limited,
-- invalid_request; and, committed with p_request_new: invitation_expired, invitation_for_other_address, no_places_left.
create function reprise_private.accept_invitation(p_token text, p_invitation_id uuid, p_request_new boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_email text := reprise_private.confirmed_email(v_user_id);
  v_invitation reprise.invitations;
  v_place reprise.invitations;
begin
  perform reprise_private.check_account(v_user_id);
  if num_nonnulls(p_token, p_invitation_id) <> 1 then
    perform reprise_private.invalid_request('token', 'exactly one of token and invitation_id is required');
  end if;
  v_invitation.id := coalesce(p_invitation_id, (reprise_private.find_invitation(p_token)).id);
  select v.* into v_invitation from reprise.invitations v where v.id = v_invitation.id for no key update;
  if v_invitation.id is null or v_invitation.revoked_at is not null
    or (p_invitation_id is not null and coalesce(v_email <> v_invitation.email, true))
  then
    perform reprise_private.refuse_and_roll_back(404, 'invitation_not_found');
  end if;

  if v_invitation.places is not null then
    select v.* into v_place from reprise.invitations v where v.link_id = v_invitation.id and v.user_id = v_user_id;
    if found and v_place.revoked_at is not null then
      perform reprise_private.refuse_and_roll_back(404, 'invitation_not_found');
    elsif found and reprise_private.ended_unused(v_place) then
      return reprise_private.refuse_acceptance_and_store_request(v_place, v_user_id, 410, 'invitation_expired', p_request_new);
    elsif v_place.id is not null then
      return reprise_private.accepted_view(v_place);
    elsif not reprise_private.can_be_accepted(v_invitation) then
      return reprise_private.refuse_acceptance_and_store_request(v_invitation, v_user_id, 410, 'invitation_expired', p_request_new);
    elsif reprise_private.places_taken(v_invitation.id) >= v_invitation.places then
      return reprise_private.refuse_acceptance_and_store_request(v_invitation, v_user_id, 409, 'no_places_left', p_request_new);
    end if;
    perform reprise_private.take_rate_limit(v_user_id, 'accept_link');
    insert into reprise.invitations (
      organization_id, interview_id, link_id, user_id, extra_time_percent, attempts_allowed, note, created_by, expires_at, opened_at, accepted_at
    )
    values (
      v_invitation.organization_id, v_invitation.interview_id, v_invitation.id, v_user_id, v_invitation.extra_time_percent,
      v_invitation.attempts_allowed, v_invitation.note, v_invitation.created_by, v_invitation.expires_at, v_invitation.opened_at, now()
    )
    returning * into v_place;
    -- Separate statements: the view must see what the other one has written.
    v_place := reprise_private.give_right_or_membership(v_place);
    return reprise_private.accepted_view(v_place);
  end if;

  if v_invitation.user_id = v_user_id and not reprise_private.ended_unused(v_invitation) then
    return reprise_private.accepted_view(v_invitation);
  elsif v_invitation.user_id <> v_user_id or (v_invitation.user_id is null and v_email is distinct from v_invitation.email) then
    return reprise_private.refuse_acceptance_and_store_request(v_invitation, v_user_id, 403, 'invitation_for_other_address', p_request_new);
  elsif v_invitation.user_id is not null or not reprise_private.can_be_accepted(v_invitation) then
    return reprise_private.refuse_acceptance_and_store_request(v_invitation, v_user_id, 410, 'invitation_expired', p_request_new);
  end if;
  update reprise.invitations v set user_id = v_user_id, accepted_at = now() where v.id = v_invitation.id returning v.* into v_invitation;
  v_invitation := reprise_private.give_right_or_membership(v_invitation);
  return reprise_private.accepted_view(v_invitation);
end
$$;
comment on function reprise_private.accept_invitation is 'Accepts an invitation.';

-- invited → accepted, for the invitation to an interview that waits for the confirmed address of a user, if there is one. Called when they start
-- that interview: listing it writes nothing, so inviting an address does not show the account behind it. Locks the invitation; one that was revoked
-- meanwhile gives nothing. Invitations to organizations are not accepted by themselves (list_organizations shows them).
create function reprise_private.accept_waiting_invitation(p_user_id uuid, p_interview_id uuid)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_invitation reprise.invitations := reprise_private.waiting_invitation(p_user_id, p_interview_id);
begin
  if v_invitation.id is null then
    return;
  end if;
  update reprise.invitations v set user_id = p_user_id, accepted_at = now()
  where v.id = v_invitation.id and v.user_id is null and v.revoked_at is null and v.expires_at > now()
  returning v.* into v_invitation;
  if found then
    perform reprise_private.give_right_or_membership(v_invitation);
  end if;
end
$$;
comment on function reprise_private.accept_waiting_invitation is 'Accepts the invitation to an interview that waits for a user''s address.';

-- Returns what accepting an invitation returns: the interview as GET /interviews lists it, or the organization as GET /organizations does; null
-- if what it gave was removed since.
create function reprise_private.accepted_view(p_invitation reprise.invitations)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'interview', (
      select reprise_private.interview_item(p_invitation.user_id, i) from reprise.interviews i
      where i.id = p_invitation.interview_id and reprise_private.still_holds(p_invitation)
    ),
    'organization', (
      select reprise_private.organization_view(o, m.role)
      from reprise.organization_members m join reprise.organizations o on o.id = m.organization_id
      where p_invitation.role is not null and m.organization_id = p_invitation.organization_id and m.user_id = p_invitation.user_id
    ),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.accepted_view is 'Returns what accepting an invitation returns.';

-- Returns whether an invitation can be accepted now: it was not revoked, has not expired, and its interview is published and still of the
-- organization that sent it.
create function reprise_private.can_be_accepted(p_invitation reprise.invitations)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return p_invitation.revoked_at is null and p_invitation.expires_at > now() and (
    p_invitation.interview_id is null
    or exists (
      select from reprise.interviews i
      where i.id = p_invitation.interview_id and i.organization_id = p_invitation.organization_id and i.status = 'published'
    )
  );
end
$$;
comment on function reprise_private.can_be_accepted is 'Returns whether an invitation can be accepted now.';

-- Changes an invitation: resend mints another token (and queues an e-mail, with p_send); extend gives it another end, also after it has expired;
-- change gives it other terms; revoke ends it and takes back what it gave, unless a session has begun. Extend, change and revoke of
-- a link also reach those who took a place and have not begun. Each counts for the caller (rate limit invite). Locks the invitation, as accept_invitation does.
-- Errors: not_authenticated, invitation_not_found, not_allowed, invalid_request, invitation_closed, rate_limited, limit_reached.
create function reprise_private.change_invitation(p_invitation_id uuid, p_action text, p_expires_at timestamptz, p_terms jsonb, p_send boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_invitation reprise.invitations;
  v_token text;
begin
  perform reprise_private.check_account(v_user_id);
  if p_expires_at is not null and p_action is distinct from 'extend' then
    perform reprise_private.invalid_request('expires_at', 'belongs to the action extend');
  elsif p_action is distinct from 'change' and coalesce(p_terms, '{}') <> '{}' then
    perform reprise_private.invalid_request('terms', 'belong to the action change');
  end if;
  v_invitation := reprise_private.lock_own_invitation(p_invitation_id);
  if v_invitation.revoked_at is not null then
    if p_action is distinct from 'revoke' then
      perform reprise_private.refuse_and_roll_back(409, 'invitation_closed', '{"reason": "revoked"}');
    end if;
  elsif p_action = 'resend' then
    if v_invitation.user_id is not null then
      perform reprise_private.refuse_and_roll_back(409, 'invitation_closed', '{"reason": "accepted"}');
    elsif v_invitation.expires_at <= now() then
      perform reprise_private.refuse_and_roll_back(409, 'invitation_closed', '{"reason": "expired"}');
    end if;
    if p_send and v_invitation.email is not null then
      perform reprise_private.lock_invited_addresses(array[v_invitation.email]);
      perform reprise_private.take_rate_limit(v_user_id, 'invite');
      perform reprise_private.queue_invitation_mail(v_invitation, v_user_id);
    else
      perform reprise_private.take_rate_limit(v_user_id, 'invite');
    end if;
    v_token := reprise_private.mint_invitation_token(v_invitation.id);
  elsif p_action = 'extend' then
    perform reprise_private.take_rate_limit(v_user_id, 'invite');
    v_invitation := reprise_private.extend_invitation(v_invitation, p_expires_at);
  elsif p_action = 'change' then
    perform reprise_private.take_rate_limit(v_user_id, 'invite');
    v_invitation := reprise_private.change_invitation_terms(v_invitation, p_terms);
  elsif p_action = 'revoke' then
    perform reprise_private.take_rate_limit(v_user_id, 'invite');
    v_invitation := reprise_private.revoke_invitation(v_invitation);
  else
    perform reprise_private.invalid_request('action', 'must be resend, extend, change or revoke');
  end if;
  return jsonb_build_object(
    'invitation', reprise_private.invitation_view(v_invitation), 'server_time', reprise_private.rfc3339(clock_timestamp())
  ) || case when v_token is null then '{}' else jsonb_build_object('token', v_token) end;
end
$$;
comment on function reprise_private.change_invitation is 'Resends, extends, changes or revokes an invitation.';

-- Gives a locked invitation other terms (extra_time_percent, attempts_allowed, note), and with them the rights that it and, for a link, its places
-- gave. The terms of a session that has begun stay what they are: then it is refused, and a place of the link is left out.
-- Errors: invalid_request, invitation_closed.
create function reprise_private.change_invitation_terms(p_invitation reprise.invitations, p_terms jsonb)
returns reprise.invitations
language plpgsql set search_path = ''
as $$
declare
  v_invitation reprise.invitations := p_invitation;
  v_wrong text;
begin
  if p_invitation.role is not null then
    perform reprise_private.invalid_request('action', 'change is for invitations to an interview');
  elsif (reprise_private.invited_session(p_invitation)).id is not null then
    perform reprise_private.refuse_and_roll_back(409, 'invitation_closed', '{"reason": "started"}');
  elsif jsonb_typeof(p_terms) is distinct from 'object' or p_terms = '{}' then
    perform reprise_private.invalid_request('terms', 'must be an object with extra_time_percent, attempts_allowed or note');
  end if;
  select t.key into v_wrong from jsonb_each(p_terms) t
  where not case t.key
    when 'extra_time_percent' then t.value::text ~ '^[0-9]{1,3}$'
    when 'attempts_allowed' then t.value::text ~ '^([0-9]{1,3}|null)$'
    else t.key = 'note' and jsonb_typeof(t.value) = 'string'
  end
  limit 1;
  if found then
    perform reprise_private.invalid_request(left(v_wrong, 100), 'does not belong here, or is of another type');
  end if;
  v_invitation := jsonb_populate_record(p_invitation, p_terms);
  v_invitation.note := btrim(v_invitation.note, E' \t\r\n');
  perform reprise_private.check_invitation_terms(
    v_invitation.extra_time_percent, v_invitation.attempts_allowed, null, v_invitation.note
  );
  update reprise.invitations v
  set extra_time_percent = v_invitation.extra_time_percent, attempts_allowed = v_invitation.attempts_allowed, note = v_invitation.note
  where p_invitation.id in (v.id, v.link_id) and v.revoked_at is null and (reprise_private.invited_session(v)).id is null;
  perform reprise_private.update_given_rights(p_invitation.id, array(select jsonb_object_keys(p_terms)));
  return v_invitation;
end
$$;
comment on function reprise_private.change_invitation_terms is 'Gives an invitation, and the rights that it gave, other terms.';

-- Refuses what leaves an organization with more open invitations (neither accepted nor revoked nor expired) than the setting open_invitations
-- allows. Called at the end of the transaction that holds the organization's lock. Errors: limit_reached.
create function reprise_private.check_invitation_count(p_organization_id uuid)
returns void
language plpgsql stable set search_path = ''
as $$
declare
  v_limit integer := (select t.open_invitations from reprise_private.settings t);
begin
  if (
    select count(*) from reprise.invitations v
    where v.organization_id = p_organization_id and v.user_id is null and v.revoked_at is null and v.expires_at > now()
  ) > v_limit then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', jsonb_build_object('reason', 'invitations', 'limit', v_limit));
  end if;
end
$$;
comment on function reprise_private.check_invitation_count is 'Refuses more open invitations of an organization than there may be.';

-- Refuses terms of an invitation that are out of range, and a note that nobody could show: at most 1,000 characters, without control characters
-- other than line ends and tabs, and without characters that change the direction of a line. Errors: invalid_request.
create function reprise_private.check_invitation_terms(
  p_extra_time_percent integer, p_attempts_allowed integer, p_expires_at timestamptz, p_note text
)
returns void
language plpgsql stable set search_path = ''
as $$
begin
  if p_extra_time_percent is null or p_extra_time_percent not between 0 and 400 then
    perform reprise_private.invalid_request('extra_time_percent', 'must be between 0 and 400');
  elsif p_attempts_allowed not between 1 and 100 then
    perform reprise_private.invalid_request('attempts_allowed', 'must be between 1 and 100, or null for no limit');
  elsif p_expires_at not between now() and now() + interval '366 days' then
    perform reprise_private.invalid_request('expires_at', 'must be in the future, at most a year ahead');
  elsif char_length(p_note) > 1000 then
    perform reprise_private.invalid_request('note', 'must be at most 1000 characters');
  elsif p_note ~ '[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]' then
    perform reprise_private.invalid_request('note', 'must not contain control characters or direction marks');
  end if;
end
$$;
comment on function reprise_private.check_invitation_terms is 'Refuses terms of an invitation that are out of range.';

-- queued, or claimed by a sender that died before it handed the e-mail over → claimed, for up to p_batch_size e-mails and two minutes. Called by the
-- service role. Mints a token for each, which only the e-mail holds. Two senders never get the same e-mail (skip locked). If a sender
-- died, an e-mail that it had not handed over is sent again with another token, and one that it had is not.
create function reprise_private.claim_invitation_mails(p_batch_size integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_mails jsonb;
begin
  perform reprise_private.close_invitation_mails();
  with claimed as (
    update reprise_private.invitation_mails m
    set status = 'claimed', claim_token = gen_random_uuid(), claimed_until = now() + interval '2 minutes', attempts = m.attempts + 1
    where m.id in (
      select o.id from reprise_private.invitation_mails o
      where o.status in ('queued', 'claimed') and o.due_at <= now() and coalesce(o.claimed_until, '-infinity') < now()
      order by o.due_at, o.id
      limit p_batch_size
      for no key update skip locked
    )
    returning m.*
  )
  select jsonb_agg(jsonb_build_object(
    'mail_id', c.id, 'claim_token', c.claim_token, 'email', v.email, 'token', reprise_private.mint_invitation_token(v.id),
    'organization', reprise_private.one_line(o.name), 'role', v.role, 'title', reprise_private.one_line(i.title),
    'expires_at', reprise_private.rfc3339(v.expires_at)
  ) order by c.due_at, c.id) into v_mails
  from claimed c
  join reprise.invitations v on v.id = c.invitation_id
  join reprise.organizations o on o.id = v.organization_id
  left join reprise.interviews i on i.id = v.interview_id;
  return jsonb_build_object('mails', coalesce(v_mails, '[]'));
end
$$;
comment on function reprise_private.claim_invitation_mails is 'Claims e-mails of invitations for one sender.';

-- Ends e-mails that nobody will send: those that wait although their invitation has ended (cancelled), those whose senders died eight times before
-- they handed them over (failed), and those that were handed over to the mail server by a sender that died before it read the answer (uncertain).
-- The latter are never sent again by themselves: the person would get two. Called by claim_invitation_mails.
create function reprise_private.close_invitation_mails()
returns void
language plpgsql set search_path = ''
as $$
begin
  update reprise_private.invitation_mails m
  set status = case when m.status = 'handed_over' then 'uncertain' when m.attempts >= 8 then 'failed' else 'cancelled' end,
    claim_token = null, claimed_until = null, finished_at = now()
  where m.id in (
    select o.id from reprise_private.invitation_mails o join reprise.invitations v on v.id = o.invitation_id
    where o.status in ('queued', 'claimed', 'handed_over') and o.due_at <= now() and coalesce(o.claimed_until, '-infinity') < now()
      and (o.status = 'handed_over' or o.attempts >= 8 or v.user_id is not null or not reprise_private.can_be_accepted(v))
    order by o.due_at, o.id
    limit 200
    for no key update of o skip locked
  );
end
$$;
comment on function reprise_private.close_invitation_mails is 'Ends e-mails of invitations that nobody will send.';

-- Returns the e-mail address of a user in lower case, if Supabase Auth has confirmed it; else null. The metadata that users write about
-- themselves does not count. Reads the row as JSON, because not every installation of Auth has these columns.
create function reprise_private.confirmed_email(p_user_id uuid)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select lower(u.email) from auth.users u
    where u.id = p_user_id and u.email <> '' and to_jsonb(u) ->> 'email_confirmed_at' is not null
  );
end
$$;
comment on function reprise_private.confirmed_email is 'Returns the confirmed e-mail address of a user.';

-- nothing → invited. Invites up to 200 addresses, or makes one link, to a published interview (owners and recruiters) or, by address only, to an
-- organization (owners). Locks the organization. Addresses that cannot be invited are problems, and the others are invited. A repeat returns the
-- same invitations, each with another token. With p_send, an e-mail is queued for each that is new, open again or was never mailed.
-- Errors: not_authenticated, invalid_request, interview_not_found, organization_not_found, not_allowed, interview_not_published, rate_limited,
-- limit_reached.
create function reprise_private.create_invitations(
  p_interview_id uuid, p_organization_id uuid, p_role text, p_emails jsonb, p_places integer, p_extra_time_percent integer,
  p_attempts_allowed integer, p_expires_at timestamptz, p_note text, p_send boolean
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_note text := btrim(coalesce(p_note, ''), E' \t\r\n');
  v_expires_at timestamptz := coalesce(p_expires_at, now() + interval '30 days');
  v_terms reprise.invitations;
  v_invited record;
  v_emails text[];
  v_email text;
  v_invitations jsonb := '[]';
  v_problems jsonb := '[]';
begin
  perform reprise_private.check_account(v_user_id);
  if num_nonnulls(p_interview_id, p_organization_id) <> 1 then
    perform reprise_private.invalid_request('interview_id', 'exactly one of interview_id and organization_id is required');
  elsif (p_organization_id is not null) <> (p_role is not null) or p_role not in ('owner', 'recruiter', 'reviewer') then
    perform reprise_private.invalid_request('role', 'must be owner, recruiter or reviewer with organization_id, and absent without it');
  elsif num_nonnulls(p_emails, p_places) <> 1 or (p_places is not null and p_interview_id is null) then
    perform reprise_private.invalid_request('emails', 'either emails or, for an interview, a link is required');
  elsif p_places not between 1 and 1000 then
    perform reprise_private.invalid_request('places', 'must be between 1 and 1000');
  end if;
  perform reprise_private.check_invitation_terms(p_extra_time_percent, p_attempts_allowed, v_expires_at, v_note);
  v_terms.organization_id := reprise_private.lock_organization_to_invite(p_interview_id, p_organization_id);
  v_terms.interview_id := p_interview_id;
  v_terms.role := p_role;
  v_terms.extra_time_percent := p_extra_time_percent;
  v_terms.attempts_allowed := p_attempts_allowed;
  v_terms.expires_at := v_expires_at;
  v_terms.note := v_note;
  v_terms.created_by := v_user_id;
  if exists (select from reprise.interviews i where i.id = p_interview_id and i.status <> 'published') then
    perform reprise_private.refuse_and_roll_back(409, 'interview_not_published');
  end if;

  if p_places is not null then
    perform reprise_private.take_rate_limit(v_user_id, 'invite');
    insert into reprise.invitations (
      organization_id, interview_id, places, extra_time_percent, attempts_allowed, note, created_by, expires_at
    )
    values (v_terms.organization_id, p_interview_id, p_places, p_extra_time_percent, p_attempts_allowed, v_note, v_user_id, v_expires_at)
    returning * into v_terms;
    v_invitations := jsonb_build_array(
      reprise_private.invitation_view(v_terms) || jsonb_build_object('token', reprise_private.mint_invitation_token(v_terms.id))
    );
  else
    v_emails := reprise_private.parse_invitees(p_emails);
    if p_send then
      perform reprise_private.lock_invited_addresses(v_emails);
    end if;
    foreach v_email in array v_emails loop
      perform reprise_private.take_rate_limit(v_user_id, 'invite');
      select * into v_invited from reprise_private.invite_address(v_terms, v_email, p_send);
      if v_invited.problem is not null then
        v_problems := v_problems || jsonb_build_object('email', left(v_email, 254), 'code', v_invited.problem);
        continue;
      end if;
      if p_send and (v_invited.is_new or (
        (v_invited.invitation).user_id is null
        and not exists (select from reprise_private.invitation_mails m where m.invitation_id = (v_invited.invitation).id)
        and reprise_private.reached_mail_limit(v_email, v_terms.organization_id, (v_invited.invitation).id) is null
      )) then
        perform reprise_private.queue_invitation_mail(v_invited.invitation, v_user_id);
      end if;
      v_invitations := v_invitations || (
        reprise_private.invitation_view(v_invited.invitation)
        || jsonb_build_object('token', reprise_private.mint_invitation_token((v_invited.invitation).id))
      );
    end loop;
  end if;
  perform reprise_private.check_invitation_count(v_terms.organization_id);
  return jsonb_build_object(
    'invitations', v_invitations, 'problems', v_problems, 'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.create_invitations is 'Invites addresses, or makes a link, to an interview or an organization.';

-- Returns whether an accepted invitation ended before its person began a session, and nothing else lets them take the interview.
create function reprise_private.ended_unused(p_invitation reprise.invitations)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return p_invitation.interview_id is not null and reprise_private.invitation_state(p_invitation) = 'expired'
    and not reprise_private.may_start_interview(p_invitation.user_id, p_invitation.interview_id);
end
$$;
comment on function reprise_private.ended_unused is 'Returns whether an accepted invitation ended before it was used.';

-- Gives a locked invitation another end, and with it the rights that it and, for a link, its places gave; one that has expired is open again. What
-- somebody asked for has been answered. Errors: invalid_request, invitation_closed, limit_reached.
create function reprise_private.extend_invitation(p_invitation reprise.invitations, p_expires_at timestamptz)
returns reprise.invitations
language plpgsql set search_path = ''
as $$
declare
  v_invitation reprise.invitations;
begin
  if p_invitation.role is not null and p_invitation.user_id is not null then
    perform reprise_private.refuse_and_roll_back(409, 'invitation_closed', '{"reason": "accepted"}');
  elsif p_expires_at is null then
    perform reprise_private.invalid_request('expires_at', 'is required');
  end if;
  perform reprise_private.check_invitation_terms(0, null, p_expires_at, null);
  update reprise.invitations v set expires_at = p_expires_at, asked_at = null, asked_by = null
  where p_invitation.id in (v.id, v.link_id) and v.revoked_at is null;
  perform reprise_private.update_given_rights(p_invitation.id, array['expires_at']);
  if p_invitation.expires_at <= now() then
    perform reprise_private.check_invitation_count(p_invitation.organization_id);
  end if;
  select v.* into v_invitation from reprise.invitations v where v.id = p_invitation.id;
  return v_invitation;
end
$$;
comment on function reprise_private.extend_invitation is 'Gives an invitation another end.';

-- Returns the invitation of a token, whatever its state; null if there is none.
create function reprise_private.find_invitation(p_token text)
returns reprise.invitations
language plpgsql stable set search_path = ''
as $$
declare
  v_invitation reprise.invitations;
begin
  select v.* into v_invitation
  from reprise_private.invitation_tokens t join reprise.invitations v on v.id = t.invitation_id
  where t.token_sha256 = reprise_private.sha256_hex(p_token);
  return v_invitation;
end
$$;
comment on function reprise_private.find_invitation is 'Returns the invitation of a token.';

-- claimed or handed_over → sent, failed (the server refused it for good, or too often), uncertain (its answer was lost), or queued again with a wait
-- that doubles. Called by the service role, under the token of the claim. p_outcome: sent, failed, uncertain or retry. A repeat, or a call under
-- another token, changes nothing. Errors: invalid_request.
create function reprise_private.finish_invitation_mail(p_mail_id uuid, p_claim_token uuid, p_outcome text, p_error text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_mail reprise_private.invitation_mails;
  v_status text;
begin
  if p_outcome is null or p_outcome not in ('sent', 'failed', 'uncertain', 'retry') then
    perform reprise_private.invalid_request('outcome', 'must be sent, failed, uncertain or retry');
  end if;
  select m.* into v_mail from reprise_private.invitation_mails m where m.id = p_mail_id and m.claim_token = p_claim_token for no key update;
  if v_mail.id is null then
    return '{"status": "lost"}';
  end if;
  v_status := case when p_outcome = 'retry' then case when v_mail.attempts >= 8 then 'failed' else 'queued' end else p_outcome end;
  update reprise_private.invitation_mails m
  set status = v_status, claim_token = null, claimed_until = null, error = left(reprise_private.one_line(left(p_error, 1000)), 300),
    due_at = case when v_status = 'queued' then now() + make_interval(secs => 60 * 2 ^ (v_mail.attempts - 1)) else m.due_at end,
    finished_at = case when v_status <> 'queued' then now() end
  where m.id = p_mail_id;
  return jsonb_build_object('status', v_status);
end
$$;
comment on function reprise_private.finish_invitation_mail is 'Stores the outcome of an e-mail of an invitation.';

-- Gives the right or the membership of a newly accepted, locked invitation: a row of interview_invitations or of organization_members. A right that
-- the person has already, and that has not expired, stays as it is; so does a membership. Returns the invitation with gave_right.
create function reprise_private.give_right_or_membership(p_invitation reprise.invitations)
returns reprise.invitations
language plpgsql set search_path = ''
as $$
declare
  v_invitation reprise.invitations := p_invitation;
begin
  if p_invitation.role is not null then
    insert into reprise.organization_members (organization_id, user_id, role)
    values (p_invitation.organization_id, p_invitation.user_id, p_invitation.role)
    on conflict (organization_id, user_id) do nothing;
    return p_invitation;
  end if;
  insert into reprise.interview_invitations as r (interview_id, user_id, extra_time_percent, attempts_allowed, expires_at)
  values (
    p_invitation.interview_id, p_invitation.user_id, p_invitation.extra_time_percent, p_invitation.attempts_allowed, p_invitation.expires_at
  )
  on conflict (interview_id, user_id) do update
  set extra_time_percent = excluded.extra_time_percent, attempts_allowed = excluded.attempts_allowed, expires_at = excluded.expires_at
  where r.expires_at <= now();
  if found then
    update reprise.invitations v set gave_right = true where v.id = p_invitation.id returning v.* into v_invitation;
  end if;
  return v_invitation;
end
$$;
comment on function reprise_private.give_right_or_membership is 'Gives the right or the membership of an accepted invitation.';

-- Returns the state of an invitation, computed from facts: completed or started (by its sessions; a membership is completed when it was
-- accepted), else revoked, else expired, else opened (its link was, or it was accepted), else invited. A link is opened when somebody opened it.
create function reprise_private.invitation_state(p_invitation reprise.invitations)
returns text
language plpgsql stable set search_path = ''
as $$
declare
  v_session reprise.interview_sessions := reprise_private.invited_session(p_invitation);
begin
  if v_session.id is not null then
    return case when v_session.status = 'in_progress' then 'started' else 'completed' end;
  elsif p_invitation.revoked_at is not null or (p_invitation.user_id is not null and not reprise_private.still_holds(p_invitation)) then
    return 'revoked';
  elsif p_invitation.role is not null and p_invitation.user_id is not null then
    return 'completed';
  elsif p_invitation.expires_at <= now() then
    return 'expired';
  elsif p_invitation.opened_at is not null or p_invitation.accepted_at is not null then
    return 'opened';
  end if;
  return 'invited';
end
$$;
comment on function reprise_private.invitation_state is 'Returns the state of an invitation.';

-- Returns an invitation as members see it. The token is never part of it. A link says how many places are taken; the people who took them have
-- invitations of their own, with link_id.
create function reprise_private.invitation_view(p_invitation reprise.invitations)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_mail reprise_private.invitation_mails;
begin
  select m.* into v_mail from reprise_private.invitation_mails m
  where m.invitation_id = p_invitation.id order by m.created_at desc, m.id limit 1;
  return jsonb_build_object(
    'id', p_invitation.id, 'organization_id', p_invitation.organization_id, 'interview_id', p_invitation.interview_id,
    'role', p_invitation.role, 'email', p_invitation.email, 'places', p_invitation.places,
    'places_taken', case when p_invitation.places is not null then reprise_private.places_taken(p_invitation.id) end,
    'link_id', p_invitation.link_id, 'state', reprise_private.invitation_state(p_invitation),
    'extra_time_percent', p_invitation.extra_time_percent, 'attempts_allowed', p_invitation.attempts_allowed, 'note', p_invitation.note,
    'created_at', reprise_private.rfc3339(p_invitation.created_at), 'expires_at', reprise_private.rfc3339(p_invitation.expires_at),
    'opened_at', reprise_private.rfc3339(p_invitation.opened_at),
    'accepted_at', reprise_private.rfc3339(p_invitation.accepted_at),
    'revoked_at', reprise_private.rfc3339(p_invitation.revoked_at),
    'person', reprise_private.candidate_name(p_invitation.user_id),
    'asked_at', reprise_private.rfc3339(p_invitation.asked_at), 'asked_by', reprise_private.candidate_name(p_invitation.asked_by),
    'created_by', reprise_private.candidate_name(p_invitation.created_by),
    'session_id', (reprise_private.invited_session(p_invitation)).id,
    'delivery', case when v_mail.id is null then 'copy_link' else 'email' end,
    'email_status', case v_mail.status when 'claimed' then 'queued' when 'handed_over' then 'queued' else v_mail.status end,
    'sent_at', case when v_mail.status = 'sent' then reprise_private.rfc3339(v_mail.finished_at) end
  );
end
$$;
comment on function reprise_private.invitation_view is 'Returns an invitation as members see it.';

-- nothing → invited, for one address; or the same invitation again if the address has one. One that has expired before anybody accepted it gets
-- the new terms and is open again; one whose right or membership was removed, or that ended unused, is revoked and replaced. Called by
-- create_invitations, which holds the organization's lock. p_terms carries the new row's columns. Returns whether the invitation is new or open
-- again, or the problem's code if the address cannot be invited; with p_send also if what is new could not be mailed to it.
create function reprise_private.invite_address(
  p_terms reprise.invitations, p_email text, p_send boolean, out invitation reprise.invitations, out is_new boolean, out problem text
)
language plpgsql set search_path = ''
as $$
declare
  v_replaced uuid;
begin
  is_new := false;
  if not reprise_private.is_email(p_email) then
    problem := 'invalid_address';
    return;
  elsif p_terms.role is not null and exists (
    select from reprise.organization_members m join auth.users u on u.id = m.user_id
    where m.organization_id = p_terms.organization_id and lower(u.email) = p_email
  ) then
    problem := 'already_member';
    return;
  end if;
  select v.* into invitation from reprise.invitations v
  where v.email = p_email and v.revoked_at is null and v.organization_id = p_terms.organization_id
    and v.interview_id is not distinct from p_terms.interview_id
  for no key update;
  if found and (reprise_private.invitation_state(invitation) = 'revoked' or (invitation.user_id is not null and reprise_private.ended_unused(invitation)))
  then
    v_replaced := invitation.id;
  elsif found and (invitation.user_id is not null or invitation.expires_at > now()) then
    return;
  end if;
  if p_send and reprise_private.reached_mail_limit(p_email, p_terms.organization_id, case when v_replaced is null then invitation.id end) is not null
  then
    problem := 'mails_to_address';
    return;
  end if;
  is_new := true;
  if v_replaced is null and invitation.id is not null then
    update reprise.invitations v
    set expires_at = p_terms.expires_at, extra_time_percent = p_terms.extra_time_percent, attempts_allowed = p_terms.attempts_allowed,
      note = p_terms.note, role = p_terms.role, asked_at = null, asked_by = null
    where v.id = invitation.id
    returning v.* into invitation;
    return;
  end if;
  update reprise.invitations v set revoked_at = now() where v.id = v_replaced;
  insert into reprise.invitations (
    organization_id, interview_id, role, email, extra_time_percent, attempts_allowed, note, created_by, expires_at
  )
  values (
    p_terms.organization_id, p_terms.interview_id, p_terms.role, p_email, p_terms.extra_time_percent, p_terms.attempts_allowed, p_terms.note,
    p_terms.created_by, p_terms.expires_at
  )
  returning * into invitation;
end
$$;
comment on function reprise_private.invite_address is 'Invites one address, or returns its invitation.';

-- Returns the newest session that an accepted invitation led to: of its person and interview, started since it was accepted. Null without one.
create function reprise_private.invited_session(p_invitation reprise.invitations)
returns reprise.interview_sessions
language plpgsql stable set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
begin
  if p_invitation.user_id is not null and p_invitation.interview_id is not null then
    select s.* into v_session from reprise.interview_sessions s
    where s.user_id = p_invitation.user_id and s.interview_id = p_invitation.interview_id and s.started_at >= p_invitation.accepted_at
    order by s.started_at desc, s.id desc
    limit 1;
  end if;
  return v_session;
end
$$;
comment on function reprise_private.invited_session is 'Returns the newest session that an invitation led to.';

-- Returns whether a text is a plain e-mail address, in lower case and ASCII: no name, no comment, no quotes, no line end, no dot at either end of
-- the local part, no two dots in a row, and no encoded word (=?). Nothing that it accepts can add a recipient or a header.
create function reprise_private.is_email(p_text text)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(char_length(p_text) between 3 and 254
    and strpos(p_text, '@') <= 65 and strpos(p_text, '=?') = 0
    and p_text ~ ('^[a-z0-9!#$%&''*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&''*+/=?^_`{|}~-]+)*'
      '@[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$'), false);
end
$$;
comment on function reprise_private.is_email is 'Returns whether a text is a plain e-mail address.';

-- Returns one page of the invitations to an interview (members of its organization) or to an organization (its members), newest first. p_state
-- and p_query (a part of the address or of the person's name, in any case) filter. A filter looks at no more than 1,000 invitations a call, so
-- a filtered page can be short, or even empty, and have a next_cursor. Reads only, but counts the use of a filter.
-- Errors: not_authenticated, invalid_request, interview_not_found, organization_not_found, rate_limited.
create function reprise_private.list_invitations(
  p_interview_id uuid, p_organization_id uuid, p_state text, p_query text, p_cursor text, p_page_size integer
)
returns jsonb
language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_size integer := coalesce(p_page_size, 20);
  v_query text := lower(btrim(p_query));
  v_after record;
  v_seen integer := 0;
  v_row reprise.invitations;
  v_view jsonb;
  v_page jsonb := '[]';
  v_last text;
  v_more boolean := false;
begin
  perform reprise_private.check_page(v_size, p_cursor, null, null);
  if num_nonnulls(p_interview_id, p_organization_id) <> 1 then
    perform reprise_private.invalid_request('interview_id', 'exactly one of interview_id and organization_id is required');
  elsif p_state not in ('invited', 'opened', 'started', 'completed', 'expired', 'revoked') then
    perform reprise_private.invalid_request('state', 'must be invited, opened, started, completed, expired or revoked');
  elsif char_length(p_query) > 200 then
    perform reprise_private.invalid_request('q', 'must be at most 200 characters');
  elsif p_interview_id is not null and not exists (
    select from reprise_private.interviews_of_caller() i (id) where i.id = p_interview_id
  ) then
    perform reprise_private.refuse_and_roll_back(404, 'interview_not_found');
  elsif p_organization_id is not null and not exists (
    select from reprise_private.organizations_of_caller() o (id) where o.id = p_organization_id
  ) then
    perform reprise_private.refuse_and_roll_back(404, 'organization_not_found');
  end if;
  if coalesce(p_state, nullif(v_query, '')) is not null then
    perform reprise_private.take_rate_limit(v_user_id, 'search_invitations');
  end if;
  select * into v_after from reprise_private.decode_cursor(p_cursor);
  for v_row in
    select v.* from reprise.invitations v
    where (p_interview_id is null or (
        v.interview_id = p_interview_id and v.organization_id in (select reprise_private.organizations_of_caller())
      ))
      and (p_organization_id is null or (v.organization_id = p_organization_id and v.role is not null))
      and (v.created_at, v.id) < (v_after.started_at, v_after.id)
    order by v.created_at desc, v.id desc
    limit 1001
  loop
    v_seen := v_seen + 1;
    if jsonb_array_length(v_page) = v_size or v_seen > 1000 then
      v_more := true;
      exit;
    end if;
    v_last := (extract(epoch from v_row.created_at) * 1000000)::bigint || '.' || v_row.id;
    if v_query <> '' and strpos(lower(coalesce(v_row.email, '')), v_query) = 0 then
      v_view := reprise_private.candidate_name(v_row.user_id);
      continue when v_view is null
        or (strpos(lower(v_view ->> 'name'), v_query) = 0 and strpos(lower(coalesce(v_view ->> 'email', '')), v_query) = 0);
    end if;
    continue when p_state is not null and reprise_private.invitation_state(v_row) <> p_state;
    v_page := v_page || reprise_private.invitation_view(v_row);
  end loop;
  return jsonb_build_object(
    'invitations', v_page, 'next_cursor', case when v_more then v_last end, 'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_invitations is 'Returns one page of the invitations to an interview or an organization.';

-- Locks addresses until the end of the transaction, so that two organizations cannot exceed what one address is mailed in a day. In one order, and
-- before the caller's rate limits are locked, so that two calls cannot deadlock.
create function reprise_private.lock_invited_addresses(p_emails text[])
returns void
language plpgsql set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(k.key)
  from (select distinct hashtextextended('reprise invited address ' || e.email, 0) as key from unnest(p_emails) e (email) order by 1) k;
end
$$;
comment on function reprise_private.lock_invited_addresses is 'Locks addresses for counting their e-mails.';

-- Locks and returns the organization in which the caller may invite: to an interview, as an owner or recruiter of its organization; to an organization,
-- as an owner. It stays locked until the end of the transaction, so that two calls cannot invite one address twice or exceed a limit.
-- Errors: interview_not_found, organization_not_found, not_allowed.
create function reprise_private.lock_organization_to_invite(p_interview_id uuid, p_organization_id uuid)
returns uuid
language plpgsql set search_path = ''
as $$
declare
  v_organization_id uuid := p_organization_id;
begin
  if p_interview_id is not null then
    select i.organization_id into v_organization_id from reprise.interviews i
    where i.id = p_interview_id and i.organization_id in (select reprise_private.organizations_of_caller());
    if not found then
      perform reprise_private.refuse_and_roll_back(404, 'interview_not_found');
    end if;
  elsif not exists (select from reprise_private.organizations_of_caller() o (id) where o.id = p_organization_id) then
    perform reprise_private.refuse_and_roll_back(404, 'organization_not_found');
  end if;
  if not exists (
    select from reprise_private.organizations_of_caller(
      case when p_interview_id is null then array['owner'] else array['owner', 'recruiter'] end
    ) o (id) where o.id = v_organization_id
  ) then
    perform reprise_private.refuse_and_roll_back(
      403, 'not_allowed', case when p_interview_id is null then jsonb '{"reason": "owners_invite"}' else '{"reason": "recruiters_invite"}' end
    );
  end if;
  perform from reprise.organizations o where o.id = v_organization_id for no key update;
  return v_organization_id;
end
$$;
comment on function reprise_private.lock_organization_to_invite is 'Locks and returns the organization in which the caller may invite.';

-- Returns an invitation that the caller may change, locked until the end of the transaction: owners and recruiters those to interviews, owners
-- those to the organization. Locks the organization first, as create_invitations does, so that the two cannot deadlock.
-- Errors: invitation_not_found, not_allowed.
create function reprise_private.lock_own_invitation(p_invitation_id uuid)
returns reprise.invitations
language plpgsql set search_path = ''
as $$
declare
  v_invitation reprise.invitations;
begin
  perform from reprise.organizations o
  where o.id = (select v.organization_id from reprise.invitations v where v.id = p_invitation_id)
    and o.id in (select reprise_private.organizations_of_caller())
  for no key update;
  select v.* into v_invitation from reprise.invitations v
  where v.id = p_invitation_id and v.organization_id in (select reprise_private.organizations_of_caller())
  for no key update;
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'invitation_not_found');
  elsif v_invitation.organization_id not in (select reprise_private.organizations_of_caller(
    case when v_invitation.role is null then array['owner', 'recruiter'] else array['owner'] end
  )) then
    perform reprise_private.refuse_and_roll_back(
      403, 'not_allowed', case when v_invitation.role is null then jsonb '{"reason": "recruiters_invite"}' else '{"reason": "owners_invite"}' end
    );
  end if;
  return v_invitation;
end
$$;
comment on function reprise_private.lock_own_invitation is 'Returns an invitation that the caller may change, locked.';

-- claimed → handed_over: the sender is about to give the mail server the end of the message, with which the server takes it over. From here on it is
-- not sent again by itself. Called by the service role, under the token of the claim. Returns whether it may be sent: not if the claim was lost, or
-- if the invitation has ended or was accepted meanwhile. Locks the invitation, so that it is not revoked at the same moment.
create function reprise_private.mark_invitation_mail_handed_over(p_mail_id uuid, p_claim_token uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_invitation reprise.invitations;
begin
  select v.* into v_invitation from reprise.invitations v
  where v.id = (select m.invitation_id from reprise_private.invitation_mails m where m.id = p_mail_id and m.claim_token = p_claim_token)
  for no key update;
  if v_invitation.id is null or not reprise_private.can_be_accepted(v_invitation) or v_invitation.user_id is not null then
    return '{"send": false}';
  end if;
  update reprise_private.invitation_mails m set status = 'handed_over'
  where m.id = p_mail_id and m.claim_token = p_claim_token and m.status = 'claimed';
  return jsonb_build_object('send', found);
end
$$;
comment on function reprise_private.mark_invitation_mail_handed_over is 'Marks an e-mail of an invitation as given to the mail server.';

-- Adds a token to an invitation and returns it; only its hash is stored. Earlier tokens continue to work, up to 20: a link that was copied must
-- not stop working because an e-mail went out.
create function reprise_private.mint_invitation_token(p_invitation_id uuid)
returns text
language plpgsql set search_path = ''
as $$
declare
  v_token text := reprise_private.random_token();
begin
  insert into reprise_private.invitation_tokens (token_sha256, invitation_id, created_at)
  values (reprise_private.sha256_hex(v_token), p_invitation_id, clock_timestamp());
  delete from reprise_private.invitation_tokens t
  where t.token_sha256 in (
    select o.token_sha256 from reprise_private.invitation_tokens o
    where o.invitation_id = p_invitation_id order by o.created_at desc, o.token_sha256 offset 20
  );
  return v_token;
end
$$;
comment on function reprise_private.mint_invitation_token is 'Adds a token to an invitation and returns it.';

-- invited → opened: stores when the link was first opened, and returns what an invited person should know before they sign up. Called by the service
-- role, for anyone who has the token. Unknown and revoked tokens get the same error; the error of an expired one names who can invite again.
-- Errors: invitation_not_found, invitation_expired.
create function reprise_private.open_invitation(p_token text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_invitation reprise.invitations := reprise_private.find_invitation(p_token);
  v_organization text;
  v_interview reprise.interviews;
begin
  if v_invitation.id is null or v_invitation.revoked_at is not null then
    perform reprise_private.refuse_and_roll_back(404, 'invitation_not_found');
  end if;
  select reprise_private.one_line(o.name) into v_organization from reprise.organizations o where o.id = v_invitation.organization_id;
  select i.* into v_interview from reprise.interviews i where i.id = v_invitation.interview_id;
  if not reprise_private.can_be_accepted(v_invitation) and reprise_private.invitation_state(v_invitation) not in ('started', 'completed') then
    perform reprise_private.refuse_and_roll_back(410, 'invitation_expired', jsonb_build_object(
      'organization', v_organization, 'interview_title', reprise_private.one_line(v_interview.title), 'requested', false
    ));
  end if;
  update reprise.invitations v set opened_at = now() where v.id = v_invitation.id and v.opened_at is null;
  return jsonb_build_object(
    'invitation', jsonb_build_object(
      'email', v_invitation.email, 'organization', v_organization, 'role', v_invitation.role, 'note', v_invitation.note,
      'extra_time_percent', v_invitation.extra_time_percent, 'attempts_allowed', v_invitation.attempts_allowed,
      'expires_at', reprise_private.rfc3339(v_invitation.expires_at), 'accepted', v_invitation.user_id is not null,
      'places_left', case when v_invitation.places is not null then greatest(v_invitation.places - reprise_private.places_taken(v_invitation.id), 0) end,
      'interview', case when v_interview.id is not null then jsonb_build_object(
        'id', v_interview.id, 'title', v_interview.title, 'description', v_interview.description, 'kind', v_interview.mode,
        'results_visible', v_interview.results_visible_to_candidate
      ) || reprise_private.interview_extent(v_interview.id) end,
      'recorded', case when v_interview.id is not null then array['account', 'answers', 'drafts', 'times', 'devices'] else array['account'] end
    ),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.open_invitation is
  'Stores when the link of an invitation was first opened, and returns what the invitation is for.';

-- Returns the addresses of a JSON array without spaces around them, in lower case, once each, in their order. Refuses what is no array of 1 to 200
-- texts. reprise_private.invite_address refuses a text that is no address. Errors: invalid_request.
create function reprise_private.parse_invitees(p_emails jsonb)
returns text[]
language plpgsql immutable set search_path = ''
as $$
begin
  if jsonb_typeof(p_emails) is distinct from 'array' or jsonb_array_length(p_emails) not between 1 and 200
    or jsonb_path_exists(p_emails, '$[*] ? (@.type() != "string")')
  then
    perform reprise_private.invalid_request('emails', 'must be a list of 1 to 200 addresses');
  end if;
  return (
    select array_agg(f.email order by f.first)
    from (
      select lower(btrim(left(e.value, 300), E' \t\r\n')) as email, min(e.number) as first
      from jsonb_array_elements_text(p_emails) with ordinality e (value, number)
      group by 1
    ) f
  );
end
$$;
comment on function reprise_private.parse_invitees is 'Parses a list of addresses to invite.';

-- Returns how many places of a link are taken. A revoked one is free again.
create function reprise_private.places_taken(p_link_id uuid)
returns integer
language plpgsql stable set search_path = ''
as $$
begin
  return (select count(*) from reprise.invitations v where v.link_id = p_link_id and v.revoked_at is null);
end
$$;
comment on function reprise_private.places_taken is 'Returns how many places of a link are taken.';

-- Queues the e-mail of an invitation, unless one is waiting. Counts it for the address (reached_mail_limit; the caller has locked it), for the caller
-- (rate limit invitation_mail) and for the organization (setting invitation_mails_per_day), whose row stays locked until the end of the transaction:
-- nobody can have strangers mailed without a limit. Errors: rate_limited, limit_reached.
create function reprise_private.queue_invitation_mail(p_invitation reprise.invitations, p_user_id uuid)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_limit integer := (select t.invitation_mails_per_day from reprise_private.settings t);
  v_of_address integer;
  v_mails integer;
begin
  if exists (
    select from reprise_private.invitation_mails m where m.invitation_id = p_invitation.id and m.status in ('queued', 'claimed', 'handed_over')
  ) then
    return;
  end if;
  v_of_address := reprise_private.reached_mail_limit(p_invitation.email, p_invitation.organization_id, p_invitation.id);
  if v_of_address is not null then
    perform reprise_private.refuse_and_roll_back(
      409, 'limit_reached', jsonb_build_object('reason', 'mails_to_address', 'limit', v_of_address)
    );
  end if;
  insert into reprise_private.invitation_address_days as d (email_sha256, organization_id, day, mails)
  values (reprise_private.sha256_hex(p_invitation.email), p_invitation.organization_id, reprise_private.utc_day(), 1)
  on conflict (email_sha256, organization_id) do update
  set day = excluded.day, mails = case when d.day = excluded.day then d.mails else 0 end + 1;
  perform reprise_private.take_rate_limit(p_user_id, 'invitation_mail');
  insert into reprise_private.invitation_mail_days as d (organization_id, day, mails)
  values (p_invitation.organization_id, reprise_private.utc_day(), 1)
  on conflict (organization_id) do update
  set day = excluded.day, mails = case when d.day = excluded.day then d.mails else 0 end + 1
  returning d.mails into v_mails;
  if v_mails > v_limit then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', jsonb_build_object('reason', 'invitation_mails', 'limit', v_limit));
  end if;
  insert into reprise_private.invitation_mails (invitation_id, due_at) values (p_invitation.id, clock_timestamp());
end
$$;
comment on function reprise_private.queue_invitation_mail is 'Queues the e-mail of an invitation.';

-- Returns the limit that an address has reached for this UTC day: 3 e-mails of one invitation (null: of a new one), 5 of one organization, or 10 of
-- all organizations that are not trusted together: anybody can create those. A trusted one does not depend on what others send: nobody can keep it
-- from mailing an address, nor learn from it who else does. Null if another e-mail can be queued. Needs lock_invited_addresses.
create function reprise_private.reached_mail_limit(p_email text, p_organization_id uuid, p_invitation_id uuid)
returns integer
language plpgsql stable set search_path = ''
as $$
declare
  v_email_sha256 text := reprise_private.sha256_hex(p_email);
begin
  if exists (
    select from reprise_private.invitation_address_days d
    where d.email_sha256 = v_email_sha256 and d.organization_id = p_organization_id and d.day = reprise_private.utc_day() and d.mails >= 5
  ) then
    return 5;
  elsif not (select o.is_trusted from reprise.organizations o where o.id = p_organization_id) and (
    select sum(d.mails)
    from reprise_private.invitation_address_days d left join reprise.organizations o on o.id = d.organization_id
    where d.email_sha256 = v_email_sha256 and d.day = reprise_private.utc_day() and o.is_trusted is not true
  ) >= 10 then
    return 10;
  elsif (
    select count(*) from reprise_private.invitation_mails m
    where m.invitation_id = p_invitation_id and m.created_at >= reprise_private.utc_day()::timestamp at time zone 'UTC'
  ) >= 3 then
    return 3;
  end if;
  return null;
end
$$;
comment on function reprise_private.reached_mail_limit is 'Returns the limit of e-mails of a day that an address has reached.';

-- Refuses to accept a locked invitation. With p_request_new it stores that the caller asks for another one, which its organization sees until it
-- extends the invitation, and commits; a repeat replaces the earlier request, so that nothing grows.
-- Errors: the given one, with organization, interview_title and requested; rate_limited.
create function reprise_private.refuse_acceptance_and_store_request(
  p_invitation reprise.invitations, p_user_id uuid, p_status integer, p_code text, p_request_new boolean
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_fields jsonb := jsonb_build_object(
    'organization', (select reprise_private.one_line(o.name) from reprise.organizations o where o.id = p_invitation.organization_id),
    'interview_title', (select reprise_private.one_line(i.title) from reprise.interviews i where i.id = p_invitation.interview_id),
    'requested', coalesce(p_request_new, false)
  );
begin
  if coalesce(p_request_new, false) then
    perform reprise_private.take_rate_limit(p_user_id, 'request_invitation');
    update reprise.invitations v set asked_at = now(), asked_by = p_user_id where v.id = p_invitation.id;
    return reprise_private.refuse_and_commit(p_status, p_code, v_fields);
  end if;
  perform reprise_private.refuse_and_roll_back(p_status, p_code, v_fields);
end
$$;
comment on function reprise_private.refuse_acceptance_and_store_request is 'Refuses to accept an invitation, and stores that the caller asks for another one.';

-- → revoked, for a locked invitation and, of a link, its places whose people have not begun. Takes back the right to take the interview, unless
-- another invitation of the same person to the same interview stands, which then keeps it. An accepted invitation to an organization is refused:
-- the member is removed instead. Errors: invitation_closed.
create function reprise_private.revoke_invitation(p_invitation reprise.invitations)
returns reprise.invitations
language plpgsql set search_path = ''
as $$
declare
  v_row reprise.invitations;
  v_invitation reprise.invitations;
begin
  if (reprise_private.invited_session(p_invitation)).id is not null then
    perform reprise_private.refuse_and_roll_back(409, 'invitation_closed', '{"reason": "started"}');
  elsif p_invitation.role is not null and p_invitation.user_id is not null and reprise_private.still_holds(p_invitation) then
    perform reprise_private.refuse_and_roll_back(409, 'invitation_closed', '{"reason": "accepted"}');
  end if;
  for v_row in
    update reprise.invitations v set revoked_at = now()
    where p_invitation.id in (v.id, v.link_id) and v.revoked_at is null and (reprise_private.invited_session(v)).id is null
    returning v.*
  loop
    if v_row.id = p_invitation.id then
      v_invitation := v_row;
    end if;
    continue when not v_row.gave_right;
    update reprise.invitations v set gave_right = true
    where v.id = (
      select o.id from reprise.invitations o
      where o.user_id = v_row.user_id and o.interview_id = v_row.interview_id and o.revoked_at is null and o.expires_at > now() and o.id <> v_row.id
      order by o.accepted_at, o.id
      limit 1
    );
    if not found then
      delete from reprise.interview_invitations r where r.interview_id = v_row.interview_id and r.user_id = v_row.user_id;
    end if;
  end loop;
  return v_invitation;
end
$$;
comment on function reprise_private.revoke_invitation is 'Revokes an invitation and takes back what it gave.';

-- Returns whether what an accepted invitation gave is still there: the right to take the interview, or the membership. A recruiter may have
-- removed it at the Data API.
create function reprise_private.still_holds(p_invitation reprise.invitations)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  if p_invitation.role is not null then
    return exists (
      select from reprise.organization_members m
      where m.organization_id = p_invitation.organization_id and m.user_id = p_invitation.user_id
    );
  end if;
  return exists (
    select from reprise.interview_invitations r where r.interview_id = p_invitation.interview_id and r.user_id = p_invitation.user_id
  );
end
$$;
comment on function reprise_private.still_holds is 'Returns whether what an accepted invitation gave is still there.';

-- Gives the rights that an invitation and, for a link, its places created the columns of p_changed (of expires_at, extra_time_percent and
-- attempts_allowed). The other columns keep what the Data API gave them; a right that was withdrawn, and one that was there before, stay as they are.
create function reprise_private.update_given_rights(p_invitation_id uuid, p_changed text[])
returns void
language plpgsql set search_path = ''
as $$
begin
  update reprise.interview_invitations r
  set expires_at = case when 'expires_at' = any (p_changed) then v.expires_at else r.expires_at end,
    extra_time_percent = case when 'extra_time_percent' = any (p_changed) then v.extra_time_percent else r.extra_time_percent end,
    attempts_allowed = case when 'attempts_allowed' = any (p_changed) then v.attempts_allowed else r.attempts_allowed end
  from reprise.invitations v
  where p_invitation_id in (v.id, v.link_id) and v.revoked_at is null and v.gave_right
    and r.interview_id = v.interview_id and r.user_id = v.user_id
    and (r.expires_at, r.extra_time_percent, r.attempts_allowed) is distinct from (v.expires_at, v.extra_time_percent, v.attempts_allowed);
end
$$;
comment on function reprise_private.update_given_rights is 'Gives the rights that an invitation created its end and terms.';

-- Returns the invitation to an interview that waits for the confirmed address of a user and can be accepted now (can_be_accepted). Null without one.
create function reprise_private.waiting_invitation(p_user_id uuid, p_interview_id uuid)
returns reprise.invitations
language plpgsql stable set search_path = ''
as $$
declare
  v_invitation reprise.invitations;
begin
  select v.* into v_invitation
  from reprise.invitations v
  join reprise.interviews i on i.id = v.interview_id and i.organization_id = v.organization_id and i.status = 'published'
  where v.interview_id = p_interview_id and v.email = reprise_private.confirmed_email(p_user_id)
    and v.user_id is null and v.revoked_at is null and v.expires_at > now();
  return v_invitation;
end
$$;
comment on function reprise_private.waiting_invitation is 'Returns the invitation to an interview that waits for a user''s address.';

-- Accepts an invitation. See reprise_private.accept_invitation.
create function reprise.accept_invitation(token text default null, invitation_id uuid default null, request_new boolean default false)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.accept_invitation(token, invitation_id, request_new);
end
$$;
comment on function reprise.accept_invitation is 'Accepts an invitation. See reprise_private.accept_invitation.';

-- Resends, extends, changes or revokes an invitation. See reprise_private.change_invitation.
create function reprise.change_invitation(
  invitation_id uuid, action text, expires_at timestamptz default null, terms jsonb default null, send boolean default false
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.change_invitation(
    invitation_id, action, expires_at, case jsonb_typeof(terms) when 'string' then (terms #>> '{}')::jsonb else terms end, send
  );
end
$$;
comment on function reprise.change_invitation is 'Resends, extends, changes or revokes an invitation. See reprise_private.change_invitation.';

-- Claims e-mails of invitations for one sender. See reprise_private.claim_invitation_mails.
create function reprise.claim_invitation_mails(batch_size integer default 20)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.claim_invitation_mails(batch_size);
end
$$;
comment on function reprise.claim_invitation_mails is 'Claims e-mails of invitations for one sender. See reprise_private.claim_invitation_mails.';

-- Invites addresses, or makes a link, to an interview or an organization. See reprise_private.create_invitations.
create function reprise.create_invitations(
  interview_id uuid default null,
  organization_id uuid default null,
  role text default null,
  emails jsonb default null,
  places integer default null,
  extra_time_percent integer default 0,
  attempts_allowed integer default 1,
  expires_at timestamptz default null,
  note text default '',
  send boolean default false
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass JSON as its text.
  return reprise_private.create_invitations(
    interview_id, organization_id, role, case jsonb_typeof(emails) when 'string' then (emails #>> '{}')::jsonb else emails end, places,
    extra_time_percent, attempts_allowed, expires_at, note, send
  );
end
$$;
comment on function reprise.create_invitations is
  'Invites addresses, or makes a link, to an interview or an organization. See reprise_private.create_invitations.';

-- Stores the outcome of an e-mail of an invitation. See reprise_private.finish_invitation_mail.
create function reprise.finish_invitation_mail(mail_id uuid, claim_token uuid, outcome text, error text default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.finish_invitation_mail(mail_id, claim_token, outcome, error);
end
$$;
comment on function reprise.finish_invitation_mail is 'Stores the outcome of an e-mail of an invitation. See reprise_private.finish_invitation_mail.';

-- Returns one page of the invitations to an interview or an organization. See reprise_private.list_invitations.
create function reprise.list_invitations(
  interview_id uuid default null,
  organization_id uuid default null,
  state text default null,
  query text default null,
  cursor text default null,
  page_size integer default 20
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.list_invitations(interview_id, organization_id, state, query, cursor, page_size);
end
$$;
comment on function reprise.list_invitations is
  'Returns one page of the invitations to an interview or an organization. See reprise_private.list_invitations.';

-- Marks an e-mail of an invitation as given to the mail server. See reprise_private.mark_invitation_mail_handed_over.
create function reprise.mark_invitation_mail_handed_over(mail_id uuid, claim_token uuid)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '9s' set lock_timeout = '1s'
as $$
begin
  return reprise_private.mark_invitation_mail_handed_over(mail_id, claim_token);
end
$$;
comment on function reprise.mark_invitation_mail_handed_over is
  'Marks an e-mail of an invitation as given to the mail server. See reprise_private.mark_invitation_mail_handed_over.';

-- Stores when the link of an invitation was first opened, and returns what the invitation is for. See reprise_private.open_invitation.
create function reprise.open_invitation(token text)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.open_invitation(token);
end
$$;
comment on function reprise.open_invitation is
  'Stores when the link of an invitation was first opened, and returns what the invitation is for. See reprise_private.open_invitation.';

-- Row level security policies, and the triggers that write the audit trail.

alter table reprise.invitations enable row level security;
create policy "members read the invitations of their organization" on reprise.invitations
  for select to authenticated
  using ((select reprise_private.refuse_patterns(false)) and organization_id in (select reprise_private.organizations_of_caller()));
-- That a link was opened, or that somebody asked for another one, is no change of authoring.
create trigger invitations_are_audited
  after insert or delete or update of expires_at, extra_time_percent, attempts_allowed, user_id, revoked_at on reprise.invitations
  for each row execute function reprise_private.record_change('id');

-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.invitations,
  reprise_private.invitation_address_days,
  reprise_private.invitation_mail_days,
  reprise_private.invitation_mails,
  reprise_private.invitation_tokens
from public, anon, authenticated, service_role;
grant select on
  reprise.invitations
to authenticated;

revoke execute on function
  reprise.accept_invitation,
  reprise.change_invitation,
  reprise.claim_invitation_mails,
  reprise.create_invitations,
  reprise.finish_invitation_mail,
  reprise.list_invitations,
  reprise.mark_invitation_mail_handed_over,
  reprise.open_invitation,
  reprise_private.accept_invitation,
  reprise_private.accept_waiting_invitation,
  reprise_private.accepted_view,
  reprise_private.can_be_accepted,
  reprise_private.change_invitation,
  reprise_private.change_invitation_terms,
  reprise_private.check_invitation_count,
  reprise_private.check_invitation_terms,
  reprise_private.claim_invitation_mails,
  reprise_private.close_invitation_mails,
  reprise_private.confirmed_email,
  reprise_private.create_invitations,
  reprise_private.ended_unused,
  reprise_private.extend_invitation,
  reprise_private.find_invitation,
  reprise_private.finish_invitation_mail,
  reprise_private.give_right_or_membership,
  reprise_private.invitation_state,
  reprise_private.invitation_view,
  reprise_private.invite_address,
  reprise_private.invited_session,
  reprise_private.is_email,
  reprise_private.list_invitations,
  reprise_private.lock_invited_addresses,
  reprise_private.lock_organization_to_invite,
  reprise_private.lock_own_invitation,
  reprise_private.mark_invitation_mail_handed_over,
  reprise_private.mint_invitation_token,
  reprise_private.open_invitation,
  reprise_private.parse_invitees,
  reprise_private.places_taken,
  reprise_private.queue_invitation_mail,
  reprise_private.reached_mail_limit,
  reprise_private.refuse_acceptance_and_store_request,
  reprise_private.revoke_invitation,
  reprise_private.still_holds,
  reprise_private.update_given_rights,
  reprise_private.waiting_invitation
from public, anon, authenticated, service_role;
grant execute on function
  reprise.accept_invitation,
  reprise.change_invitation,
  reprise.create_invitations,
  reprise.list_invitations,
  reprise_private.accept_invitation,
  reprise_private.change_invitation,
  reprise_private.create_invitations,
  reprise_private.list_invitations
to authenticated;
grant execute on function
  reprise.claim_invitation_mails,
  reprise.finish_invitation_mail,
  reprise.mark_invitation_mail_handed_over,
  reprise.open_invitation,
  reprise_private.claim_invitation_mails,
  reprise_private.finish_invitation_mail,
  reprise_private.mark_invitation_mail_handed_over,
  reprise_private.open_invitation
to service_role;

reset check_function_bodies;
reset lock_timeout;
