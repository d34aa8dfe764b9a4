-- How often one user may perform actions that cost something, and how often they have. Submitting, saving a draft and resuming are never
-- limited.

create table private.rate_limits (
  action text primary key,
  allowed integer not null,
  window_seconds integer not null,
  constraint rate_limits_allowed_not_negative check (allowed >= 0),
  constraint rate_limits_window_positive check (window_seconds > 0)
);
comment on table private.rate_limits is 'How often one user may do an action. An action without a row is not limited; change a value in the dashboard.';
comment on column private.rate_limits.allowed is 'Uses in one window; 0 switches the action off.';
comment on column private.rate_limits.window_seconds is 'A window begins with the first use after the last one ended.';

insert into private.rate_limits (action, allowed, window_seconds) values
  ('start', 60, 3600),
  ('message', 600, 60),
  ('reply', 120, 3600),
  ('prep_create', 60, 3600),
  ('prep_save', 240, 60),
  ('prep_share', 30, 3600),
  ('generate', 50, 86400),
  ('export', 120, 3600)
on conflict do nothing;

create table private.rate_limit_uses (
  user_id uuid not null references auth.users (id) on delete cascade,
  action text not null references private.rate_limits (action) on delete cascade,
  window_started_at timestamptz not null default now(),
  used integer not null,
  primary key (user_id, action)
);
comment on table private.rate_limit_uses is 'Uses of each user in the current window: one row a user and action.';
create index rate_limit_uses_action_idx on private.rate_limit_uses (action);

revoke all on private.rate_limits from public, anon, authenticated;
grant select, insert, update, delete on private.rate_limits to service_role;
revoke all on private.rate_limit_uses from public, anon, authenticated;
grant select, delete on private.rate_limit_uses to service_role;
