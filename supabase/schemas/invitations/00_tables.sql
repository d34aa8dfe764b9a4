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
