-- Baseline: schemas, settings, rate limits, and helpers of all domains. The files of supabase/schemas/core, in order.

-- References to auth.users lock it: whoever waits for that makes all sign-ins wait behind them.
set lock_timeout = '3s';
-- Functions may name tables of later domains: their bodies are checked when they run.
set check_function_bodies = off;

-- The three schemas of Reprise. reprise is exposed through the Data API and holds tables and thin functions; reprise_private holds the
-- privileged functions, reprise_ops the views for the dashboard. Neither is ever exposed, and public belongs to the project.

create schema reprise;
comment on schema reprise is
  'Interview sessions: tables under row level security, and the functions that clients call. Exposed through the Data API.';
revoke all on schema reprise from public, anon, authenticated, service_role;
grant usage on schema reprise to anon, authenticated, service_role;

create schema reprise_private;
comment on schema reprise_private is
  'Privileged functions and settings. Never exposed through the Data API; the thin functions in reprise call them.';
revoke all on schema reprise_private from public, anon, authenticated, service_role;
grant usage on schema reprise_private to authenticated, service_role;

create schema reprise_ops;
comment on schema reprise_ops is 'Views for operators. Never exposed through the Data API.';
revoke all on schema reprise_ops from public, anon, authenticated, service_role;

-- Callers choose their own filters on a table, including regular expressions. This limits how long a person's request can run. The roles
-- belong to the whole project, so a lower limit remains unchanged.
do $$
declare
  v_role text;
  v_limit text;
begin
  foreach v_role in array array['authenticated', 'anon'] loop
    select substring(c from '^statement_timeout=(.*)$') into v_limit
    from pg_roles r, unnest(r.rolconfig) c where r.rolname = v_role and c like 'statement\_timeout=%';
    -- A number without a unit is milliseconds, and 0 means no limit.
    v_limit := case when v_limit ~ '^\d+$' then v_limit || 'ms' else v_limit end;
    if coalesce(v_limit::interval not between '1 ms' and '3 s', true) then
      execute format('alter role %I set statement_timeout = ''3s''', v_role);
    end if;
  end loop;
exception when insufficient_privilege or reserved_name then
  raise warning 'Set statement_timeout = ''3s'' for the roles authenticated and anon as a role that may: %', sqlerrm;
end
$$;

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

-- Applies a JSON merge patch (RFC 7396): null removes, objects merge member by member, everything else replaces. Linear: looks at each
-- member of either value once at each depth. Builds text, because jsonb_object_agg takes quadratic time for a value that is itself an object
-- of many members. Errors: invalid_request (the patch is nested deeper than p_depth objects).
create function reprise_private.apply_merge_patch(p_target jsonb, p_patch jsonb, p_depth integer default 16)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  if jsonb_typeof(p_patch) is distinct from 'object' then
    return p_patch;
  elsif p_depth < 1 then
    perform reprise_private.invalid_request('document', 'is nested too deeply');
  end if;
  return coalesce((
    select json_object_agg(coalesce(p.key, t.key), case
      when p.value is null then t.value
      when jsonb_typeof(p.value) = 'object' then reprise_private.apply_merge_patch(t.value, p.value, p_depth - 1)
      else p.value
    end)::jsonb
    from jsonb_each(case when jsonb_typeof(p_target) = 'object' then p_target end) t
    full join jsonb_each(p_patch) p on p.key = t.key
    where p.value is distinct from 'null'
  ), '{}');
end
$$;
comment on function reprise_private.apply_merge_patch is 'Applies a JSON merge patch (RFC 7396) to a JSON value.';

-- Returns the id of the signed-in user, or refuses. Checks subject, role and audience because PostgREST accepts a token with a missing or
-- empty audience. Errors: not_authenticated, filter_not_allowed.
create function reprise_private.caller_id()
returns uuid
language plpgsql stable set search_path = ''
as $$
declare
  v_claims jsonb := auth.jwt();
begin
  if v_claims ->> 'role' is distinct from 'authenticated'
    or not coalesce(v_claims -> 'aud' ? 'authenticated', false)
    or not coalesce(v_claims ->> 'sub' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$', false)
  then
    perform reprise_private.refuse_and_roll_back(401, 'not_authenticated');
  end if;
  -- A filter on the result of an RPC.
  if reprise_private.filters_with_pattern(true) then
    perform reprise_private.refuse_and_roll_back(400, 'filter_not_allowed');
  end if;
  return (v_claims ->> 'sub')::uuid;
end
$$;
comment on function reprise_private.caller_id is 'Returns the id of the signed-in user, or refuses the call.';

-- Returns the number of a candidate's advisory lock. If two users share a number, they only wait for each other needlessly.
create function reprise_private.candidate_lock_key(p_user_id uuid)
returns bigint
language plpgsql immutable set search_path = ''
as $$
begin
  return hashtextextended('reprise candidate ' || p_user_id::text, 0);
end
$$;
comment on function reprise_private.candidate_lock_key is 'Returns the number of a candidate''s advisory lock.';

-- Refuses an account that may start nothing: it was deleted, or Supabase Auth has banned or soft-deleted it. A token stays valid until it
-- expires, so each function that starts or changes something asks here, except those that store what a running session receives: answers and
-- messages are stored, but a message gets no reply. Reads the row as JSON, because not every installation of Auth has these columns. Reads only.
-- Errors: not_authenticated.
create function reprise_private.check_account(p_user_id uuid)
returns void
language plpgsql stable set search_path = ''
as $$
declare
  v_user jsonb := (select to_jsonb(u) from auth.users u where u.id = p_user_id);
begin
  if v_user is null or v_user ->> 'deleted_at' is not null then
    perform reprise_private.refuse_and_roll_back(401, 'not_authenticated', '{"reason": "account_deleted"}');
  elsif (v_user ->> 'banned_until')::timestamptz > now() then
    perform reprise_private.refuse_and_roll_back(401, 'not_authenticated', '{"reason": "account_banned"}');
  end if;
end
$$;
comment on function reprise_private.check_account is 'Refuses an account that was deleted or banned.';

-- Refuses JSON that is small to send but expensive to process: 1e131071 has 8 bytes, and Postgres writes it in 131 KB. Checks the stored
-- size first, then the depth, the number of values and the numbers, before anything converts the value to text. Accepts only numbers that
-- fit into a double, as every JSON client reads them. The scale is checked as well, because of 0e-16383. Linear in the stored size.
-- Errors: payload_too_large (over 2 MiB), invalid_request.
create function reprise_private.check_json(p_argument text, p_json jsonb, p_levels integer, p_values integer)
returns void
language plpgsql immutable set search_path = ''
as $$
begin
  if pg_column_size(p_json) > 2097152 then
    perform reprise_private.refuse_and_roll_back(413, 'payload_too_large', '{"reason": "prep_session"}');
  elsif jsonb_path_exists(p_json, ('$.**{' || p_levels || '}')::jsonpath) then
    perform reprise_private.invalid_request(p_argument, 'is nested too deeply');
  elsif reprise_private.json_values(p_json) > p_values then
    perform reprise_private.invalid_request(p_argument, 'has more than ' || p_values || ' values: send it in parts');
  elsif exists (
    select from jsonb_array_elements(jsonb_path_query_array(p_json, 'strict $.** ? (@.type() == "number")')) n
    where abs(n::numeric) > 1.7976931348623157e308 or scale(n::numeric) > 400
  ) then
    perform reprise_private.invalid_request(p_argument, 'holds a number that is not a finite double');
  end if;
end
$$;
comment on function reprise_private.check_json is 'Refuses JSON that is expensive to write as text.';

-- Validates the arguments of a list. Errors: invalid_request.
create function reprise_private.check_page(p_size integer, p_cursor text, p_status text, p_mode text)
returns void
language plpgsql immutable set search_path = ''
as $$
begin
  if p_size not between 1 and 100 then
    perform reprise_private.invalid_request('limit', 'must be between 1 and 100');
  elsif p_cursor is not null and p_cursor !~ '^\d{1,18}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    perform reprise_private.invalid_request('cursor', 'is not a cursor of this list');
  elsif p_status is not null and p_status not in ('in_progress', 'completed', 'cancelled', 'abandoned') then
    perform reprise_private.invalid_request('status', 'must be in_progress, completed, cancelled or abandoned');
  elsif p_mode is not null and p_mode not in ('timed', 'practice', 'conversation') then
    perform reprise_private.invalid_request('mode', 'must be timed, practice or conversation');
  end if;
end
$$;
comment on function reprise_private.check_page is 'Validates the arguments of a list.';

-- Refuses an action of a member without a reason, or with one of more than 2,000 characters. Errors: invalid_request.
create function reprise_private.check_reason(p_reason text)
returns void
language plpgsql set search_path = ''
as $$
begin
  if coalesce(p_reason, '') !~ '\S' or char_length(p_reason) > 2000 then
    perform reprise_private.invalid_request('reason', 'is required, at most 2000 characters');
  end if;
end
$$;
comment on function reprise_private.check_reason is 'Refuses an action without a reason.';

-- Refuses a text of p_bytes, or with 0 the start of something that stores texts, if its user would have more stored than the settings
-- allow, today or in all. The caller holds the user's lock and stores the text in the same transaction, so of concurrent calls exactly those
-- pass whose texts fit.
-- Errors: rate_limited (reason storage, until the next UTC day), limit_reached (reason storage).
create function reprise_private.check_stored_bytes(p_user_id uuid, p_bytes bigint)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_in_use bigint;
  v_of_day bigint;
  v_per_day bigint;
  v_in_all bigint;
begin
  select t.stored_bytes_per_day, t.stored_bytes_in_all into v_per_day, v_in_all from reprise_private.settings t;
  select b.in_all, case when b.day = reprise_private.utc_day() then b.of_day else 0 end into v_in_use, v_of_day
  from reprise_private.stored_bytes b
  where b.user_id = p_user_id;
  if coalesce(v_in_use, 0) + p_bytes > v_in_all then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', jsonb_build_object('reason', 'storage', 'limit', v_in_all));
  elsif coalesce(v_of_day, 0) + p_bytes > v_per_day then
    perform reprise_private.refuse_and_roll_back(429, 'rate_limited', jsonb_build_object('reason', 'storage', 'retry_after_seconds', greatest(
      1, ceil(extract(epoch from (reprise_private.utc_day() + 1)::timestamp - now() at time zone 'UTC'))::integer
    )));
  end if;
end
$$;
comment on function reprise_private.check_stored_bytes is 'Refuses a text for which its user has no room left.';

-- Refuses a text longer than 64 KiB of UTF-8. Errors: payload_too_large.
create function reprise_private.check_text(p_text text)
returns void
language plpgsql set search_path = ''
as $$
begin
  if octet_length(p_text) > 65536 then
    perform reprise_private.refuse_and_roll_back(413, 'payload_too_large', '{"reason": "answer"}');
  end if;
end
$$;
comment on function reprise_private.check_text is 'Refuses a text longer than 64 KiB of UTF-8.';

-- Adds the bytes of a text to what is stored for its user, or subtracts those of a deleted one (p_bytes < 0). Called by the triggers of the
-- tables with texts, in the transaction that changes them, so the count is exact. Locks the user's row until the end of the transaction. A null
-- user (the session is being deleted, and is counted as a whole) and a user without a row who loses a text are ignored.
create function reprise_private.count_stored_bytes(p_user_id uuid, p_bytes bigint)
returns void
language plpgsql set search_path = ''
as $$
begin
  if p_bytes < 0 then
    update reprise_private.stored_bytes b set in_all = greatest(b.in_all + p_bytes, 0) where b.user_id = p_user_id;
  elsif p_bytes > 0 and p_user_id is not null then
    insert into reprise_private.stored_bytes as b (user_id, day, of_day, in_all)
    values (p_user_id, reprise_private.utc_day(), p_bytes, p_bytes)
    on conflict (user_id) do update
    set day = excluded.day, of_day = excluded.of_day + case when b.day = excluded.day then b.of_day else 0 end, in_all = b.in_all + p_bytes;
  end if;
end
$$;
comment on function reprise_private.count_stored_bytes is 'Counts the bytes of a stored or deleted text for its user.';

-- Returns whether a request of the Data API filters with a regular expression, and with p_like also whether it filters with LIKE. Looks for the
-- operators in the statement that the Data API has written; the values in it are parameters, and quoted ones do not count.
create function reprise_private.filters_with_pattern(p_like boolean)
returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_pattern text := case when p_like then '~|\m(i?like|similar)\M' else '(?<!~)~(?!~)' end;
begin
  return regexp_replace(current_query(), '''([^'']|'''')*''', '', 'g') ~* v_pattern;
end
$$;
comment on function reprise_private.filters_with_pattern is 'Returns whether a request of the Data API filters with a pattern.';

-- Refuses one argument with 422 invalid_request, its place and what is wrong with it.
create function reprise_private.invalid_request(p_argument text, p_message text)
returns void
language plpgsql set search_path = ''
as $$
begin
  perform reprise_private.refuse_faults(jsonb_build_array(
    jsonb_build_object('loc', jsonb_build_array(p_argument), 'msg', p_message)
  ));
end
$$;
comment on function reprise_private.invalid_request is 'Refuses one argument of a call with 422 invalid_request.';

-- Returns whether a text shows nothing: null, empty, or only spaces, line ends, control characters, invisible characters (zero width, soft
-- hyphen, direction marks, fillers, variation selectors, tags) and accents without a letter. They are listed by code point because the
-- meaning of \s depends on the database's locale.
create function reprise_private.is_blank(p_text text)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  -- In plpgsql, like the functions that call it: SQL functions are planned at each call, and a submit calls this one for each option.
  return p_text is null or p_text !~ (
    '[^\u0001-\u0020\u007F-\u00A0\u00AD\u0300-\u036F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u1AB0-\u1AFF\u1DC0-\u1DFF'
    '\u2000-\u200F\u2028-\u202F\u205F-\u206F\u20D0-\u20FF\u2800\u3000\u3164\uFE00-\uFE0F\uFE20-\uFE2F\uFEFF\uFFA0\uFFF0-\uFFFB'
    '\U0001BCA0-\U0001BCA3\U0001D159\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]'
  );
end
$$;
comment on function reprise_private.is_blank is 'Returns whether a text has no visible character.';

-- Returns the number of values in a JSON value: every member, element and scalar at any depth, and the value itself. Linear in the size.
-- Collects into one array because jsonb_path_query, for each row it returns, moves all the results that are left.
create function reprise_private.json_values(p_json jsonb)
returns integer
language plpgsql immutable set search_path = ''
as $$
begin
  return jsonb_array_length(jsonb_path_query_array(p_json, 'strict $.**.type()'));
end
$$;
comment on function reprise_private.json_values is 'Returns the number of values in a JSON value.';

-- Takes a candidate's lock and holds it until the end of the transaction. Every transition takes its candidate's lock first. With one lock,
-- always taken first, the transitions of one candidate queue and cannot deadlock. If one transaction holds the lock for two steps of waiting,
-- three calls of the database wait on until their statement ends, and all others end with 55P03: a transaction that was left open must not take
-- every connection of PostgREST from other candidates. While the holder changes, everybody waits.
create function reprise_private.lock_candidate(p_user_id uuid)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_key bigint := reprise_private.candidate_lock_key(p_user_id);
  v_seen text;
  v_holder text;
begin
  if pg_try_advisory_xact_lock(v_key) then
    return;
  end if;
  while not reprise_private.wait_for_candidate(v_key, '250ms') loop
    v_holder := (
      select l.virtualtransaction from pg_locks l
      where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and (l.classid::bigint << 32) | l.objid::bigint = v_key
        and l.database = (select d.oid from pg_database d where d.datname = current_database())
      limit 1
    );
    if v_holder = v_seen then
      if not exists (select from generate_series(1, 3) n where pg_try_advisory_xact_lock(hashtextextended('reprise waiting ' || n, 0))) then
        raise lock_not_available using message = 'a transaction holds the lock of this candidate';
      end if;
      perform reprise_private.wait_for_candidate(v_key, '0');
      return;
    end if;
    v_seen := v_holder;
  end loop;
end
$$;
comment on function reprise_private.lock_candidate is 'Takes the lock of one candidate until the end of the transaction.';

-- Normalizes a label for comparison: two labels that a person reads as the same, apart from case, width and spacing, get the same result.
-- For short texts only: normalizing a run of accents takes quadratic time.
create function reprise_private.normalized_label(p_text text)
returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return btrim(regexp_replace(
    lower(normalize(left(p_text, 200), nfkc)),
    '[\u0001-\u0020\u007F-\u00A0\u00AD\u2000-\u200F\u2028-\u202F\u205F-\u206F\u3000\uFEFF]+', ' ', 'g'
  ));
end
$$;
comment on function reprise_private.normalized_label is 'Returns a label without its differences in case, width and spacing, for comparison.';

-- Returns a text as one line that can stand in a header or a subject: control characters, line ends, and characters that change the direction
-- of a line become spaces; runs of spaces become one. For short texts: names and titles.
create function reprise_private.one_line(p_text text)
returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return btrim(regexp_replace(
    p_text, '[\u0001-\u0020\u007F-\u00A0\u061C\u200E\u200F\u2028-\u202F\u2066-\u2069\uFEFF]+', ' ', 'g'
  ));
end
$$;
comment on function reprise_private.one_line is 'Returns a text as one line without control characters.';

-- Returns the place of a fault as a path: ["options", 1, "text"] is options[1].text.
create function reprise_private.place(p_loc jsonb)
returns text
language sql immutable set search_path = ''
as $$
  select string_agg(
    case when jsonb_typeof(l.part) = 'number' then '[' || (l.part #>> '{}') || ']' else repeat('.', (l.number > 1)::integer) || (l.part #>> '{}') end,
    '' order by l.number
  )
  from jsonb_array_elements(p_loc) with ordinality l (part, number)
$$;
comment on function reprise_private.place is 'Returns the place of a fault as a path.';

-- Returns a new secret of 64 hexadecimal digits for a link. Only its hash is stored.
create function reprise_private.random_token()
returns text
language plpgsql volatile set search_path = ''
as $$
begin
  -- A random uuid has 122 random bits; three of them give more than the 256 of the digest.
  return encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex');
end
$$;
comment on function reprise_private.random_token is 'Returns a new secret for a link.';

-- Returns a refusal that must commit (a text was stored, a question expired). It is returned, not raised, and sets the HTTP status for
-- callers that use PostgREST directly. It has the members of a raised refusal (PTnnn in code, the code in message, the fields in details), so
-- that every client reads both alike, and the same in `problem`. The sentence of its code and reason is in shared/catalogue.py.
create function reprise_private.refuse_and_commit(p_status integer, p_code text, p_fields jsonb default '{}')
returns jsonb
language plpgsql set search_path = ''
as $$
begin
  perform set_config('response.status', p_status::text, true);
  return jsonb_build_object(
    'code', 'PT' || p_status, 'message', p_code, 'details', p_fields::text, 'hint', null,
    'problem', jsonb_build_object('status', p_status, 'code', p_code) || p_fields
  );
end
$$;
comment on function reprise_private.refuse_and_commit is 'Returns a refusal, so that the transaction commits what it has stored.';

-- Ends the transaction with a refusal that PostgREST returns as HTTP p_status: code in message, fields in details. If a code has several
-- meanings, the field `reason` names one; shared/catalogue.py has the sentence of each. For refusals that write nothing; use
-- reprise_private.refuse_and_commit for the others.
create function reprise_private.refuse_and_roll_back(p_status integer, p_code text, p_fields jsonb default '{}')
returns void
language plpgsql set search_path = ''
as $$
begin
  raise exception using errcode = 'PT' || p_status, message = p_code, detail = p_fields::text;
end
$$;
comment on function reprise_private.refuse_and_roll_back is 'Raises a refusal, which rolls the transaction back and sets the HTTP status.';

-- Trigger: keeps the columns that identify a row or its owner unchanged, for every role of the Data API, including service_role. Column
-- grants cannot do that: an upsert and a PUT name every column, changed or not. The table's owner passes: our functions, foreign keys (on
-- delete set null) and operators in SQL. Fires only if one of the columns changes, before row level security checks the new row.
-- Errors: fixed_column (with table and columns).
create function reprise_private.refuse_change_of_identity()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  -- This function is security invoker, so current_user is the role that runs the statement.
  if pg_has_role(current_user, (select c.relowner from pg_catalog.pg_class c where c.oid = tg_relid), 'usage') then
    return new;
  end if;
  raise exception using
    errcode = 'PT403', message = 'fixed_column',
    detail = jsonb_build_object('table', tg_table_name, 'columns', (
      select jsonb_agg(a.name) from unnest(tg_argv) a(name)
      where to_jsonb(old) -> a.name is distinct from to_jsonb(new) -> a.name
    ));
end
$$;
comment on function reprise_private.refuse_change_of_identity is 'Trigger: refuses to change the columns that identify a row or its owner.';

-- Trigger: refuses a new row whose writer chose a column that only the database may fill in: its time of creation, or where it was copied
-- from. Fires only if one of the columns is not as the database fills it in, and after the insert: an upsert that finds its row has not
-- chosen anything, and row level security and unique keys have decided. The table's owner passes: our functions and operators in SQL.
-- Errors: fixed_column (with table and columns).
create function reprise_private.refuse_chosen_columns()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  -- This function is security invoker, so current_user is the role that runs the statement.
  if not pg_has_role(current_user, (select c.relowner from pg_catalog.pg_class c where c.oid = tg_relid), 'usage') then
    raise exception using
      errcode = 'PT403', message = 'fixed_column', detail = jsonb_build_object('table', tg_table_name, 'columns', to_jsonb(tg_argv));
  end if;
  return null;
end
$$;
comment on function reprise_private.refuse_chosen_columns is 'Trigger: refuses a new row with a time of creation or an origin of its writer''s choice.';

-- Refuses a row or a call with 422 invalid_request, all its faults and their places. Does nothing without faults. The hint repeats the
-- first fault for authors who write rows in the dashboard; every other refusal has no hint.
-- p_faults: [{"loc": ["options", 1, "text"], "msg": "…"}, …] or null.
create function reprise_private.refuse_faults(p_faults jsonb)
returns void
language plpgsql set search_path = ''
as $$
begin
  if jsonb_array_length(p_faults) > 0 then
    raise exception using
      errcode = 'PT422', message = 'invalid_request', detail = jsonb_build_object('errors', p_faults)::text,
      hint = reprise_private.place(p_faults -> 0 -> 'loc') || ': ' || (p_faults -> 0 ->> 'msg');
  end if;
end
$$;
comment on function reprise_private.refuse_faults is 'Refuses a row with the faults found in it.';

-- Refuses a request of the Data API that filters with a regular expression, and with p_like also one that filters with LIKE: callers choose the
-- pattern, its cost grows much faster than the text, and no time-out interrupts a LIKE. Every policy for reading calls it. Immutable, because a
-- plan belongs to one statement: PostgreSQL then calls it while it plans, before it compiles the caller's pattern. A function that plans once
-- for many statements asks reprise_private.filters_with_pattern instead. Returns true. Errors: filter_not_allowed.
create function reprise_private.refuse_patterns(p_like boolean default true)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  if reprise_private.filters_with_pattern(p_like) then
    -- With the rights of the reader, who may not call reprise_private.refuse_and_roll_back.
    raise exception using errcode = 'PT400', message = 'filter_not_allowed', detail = '{}';
  end if;
  return true;
end
$$;
comment on function reprise_private.refuse_patterns is 'Refuses a request of the Data API that filters with a pattern.';

-- Formats a time for the API: RFC 3339, UTC, microseconds. The result does not depend on the server's TimeZone.
create function reprise_private.rfc3339(p_at timestamptz)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  return to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
end
$$;
comment on function reprise_private.rfc3339 is 'Formats a time as RFC 3339 text, in UTC with microseconds.';

-- Returns the SHA-256 of a text's UTF-8 bytes in hexadecimal, as receipts show it.
create function reprise_private.sha256_hex(p_text text)
returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return encode(sha256(convert_to(p_text, 'UTF8')), 'hex');
end
$$;
comment on function reprise_private.sha256_hex is 'Returns the SHA-256 of a text''s UTF-8 bytes in hexadecimal.';

-- Counts one use of an action, or refuses if the window has no uses left. Locks the row until the end of the transaction, so that
-- concurrent callers pass one at a time and exactly as many as are allowed; a transaction that fails uses nothing. Called after the check
-- for a repeat, so that repeats are never limited; reprise_private.patch_prep_session, which finds a repeat only by doing the work, returns
-- its use.
-- Errors: rate_limited (with retry_after_seconds).
create function reprise_private.take_rate_limit(p_user_id uuid, p_action text)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_limit reprise_private.rate_limits;
  v_use reprise_private.rate_limit_uses;
  v_ends_at timestamptz;
begin
  select * into v_limit from reprise_private.rate_limits l where l.action = p_action;
  if not found then
    return;
  end if;
  insert into reprise_private.rate_limit_uses as u (user_id, action, used)
  values (p_user_id, p_action, 1)
  on conflict (user_id, action) do update
  set window_started_at = case
      when u.window_started_at + make_interval(secs => v_limit.window_seconds) <= now() then now() else u.window_started_at
    end,
    used = case
      when u.window_started_at + make_interval(secs => v_limit.window_seconds) <= now() then 1 else u.used + 1
    end
  returning * into v_use;
  if v_use.used > v_limit.allowed then
    v_ends_at := v_use.window_started_at + make_interval(secs => v_limit.window_seconds);
    perform reprise_private.refuse_and_roll_back(
      429, 'rate_limited',
      jsonb_build_object('retry_after_seconds', greatest(1, ceil(extract(epoch from v_ends_at - now()))::integer))
    );
  end if;
end
$$;
comment on function reprise_private.take_rate_limit is 'Counts one use of an action, or refuses if none is left.';

-- Returns the day in UTC, on which limits per day are counted, whatever the server's TimeZone is.
create function reprise_private.utc_day()
returns date
language plpgsql stable set search_path = ''
as $$
begin
  return (now() at time zone 'UTC')::date;
end
$$;
comment on function reprise_private.utc_day is 'Returns the current day in UTC.';

-- Waits for a candidate's lock and takes it until the end of the transaction. Called by lock_candidate. p_limit is a lock_timeout for this wait
-- only; with '0' the wait ends with the statement. Returns whether the caller holds the lock now.
create function reprise_private.wait_for_candidate(p_key bigint, p_limit text)
returns boolean
language plpgsql set search_path = ''
as $$
declare
  v_limit text := current_setting('lock_timeout');
begin
  perform set_config('lock_timeout', p_limit, true);
  perform pg_advisory_xact_lock(p_key);
  perform set_config('lock_timeout', v_limit, true);
  return true;
exception
  when lock_not_available then
    return false;
end
$$;
comment on function reprise_private.wait_for_candidate is 'Waits for the lock of one candidate up to a limit; returns whether it was taken.';

-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise_private.settings,
  reprise_private.rate_limits,
  reprise_private.rate_limit_uses,
  reprise_private.stored_bytes
from public, anon, authenticated, service_role;

revoke execute on function
  reprise_private.apply_merge_patch,
  reprise_private.caller_id,
  reprise_private.check_stored_bytes,
  reprise_private.count_stored_bytes,
  reprise_private.candidate_lock_key,
  reprise_private.check_account,
  reprise_private.check_json,
  reprise_private.check_page,
  reprise_private.check_reason,
  reprise_private.check_text,
  reprise_private.filters_with_pattern,
  reprise_private.invalid_request,
  reprise_private.is_blank,
  reprise_private.json_values,
  reprise_private.lock_candidate,
  reprise_private.normalized_label,
  reprise_private.one_line,
  reprise_private.random_token,
  reprise_private.place,
  reprise_private.refuse_and_commit,
  reprise_private.refuse_and_roll_back,
  reprise_private.refuse_change_of_identity,
  reprise_private.refuse_chosen_columns,
  reprise_private.refuse_faults,
  reprise_private.refuse_patterns,
  reprise_private.rfc3339,
  reprise_private.sha256_hex,
  reprise_private.take_rate_limit,
  reprise_private.utc_day,
  reprise_private.wait_for_candidate
from public, anon, authenticated, service_role;
-- The policies call it with the rights of the reader.
grant execute on function
  reprise_private.filters_with_pattern,
  reprise_private.refuse_patterns
to authenticated;

reset check_function_bodies;
reset lock_timeout;
