-- Limits for what costs something: one table of settings, counted in the transaction that does it, exact when many call at once.

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
  ('generate', 50, 86400)
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

-- Counts one use of an action, or refuses when the window's uses are up. The row is locked to the end of the transaction, so that callers
-- at the same moment pass one by one and exactly as many as are allowed; a transaction that fails uses nothing. Called after
-- the check for a repeat: a repeat is never limited (private.patch_prep_session, where that check is the work, gives its use back). Errors:
-- rate_limited (with retry_after_seconds).
create function private.take_rate_limit(p_user_id uuid, p_action text)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_limit private.rate_limits;
  v_use private.rate_limit_uses;
  v_ends_at timestamptz;
begin
  select * into v_limit from private.rate_limits l where l.action = p_action;
  if not found then
    return;
  end if;
  insert into private.rate_limit_uses as u (user_id, action, used)
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
    perform private.refuse(
      429, 'rate_limited', 'That was too often in a short time. Please wait a moment and try again.',
      jsonb_build_object('retry_after_seconds', greatest(1, ceil(extract(epoch from v_ends_at - now()))::integer))
    );
  end if;
end
$$;
comment on function private.take_rate_limit(uuid, text) is 'Counts one use of an action, or refuses.';
revoke execute on function private.take_rate_limit(uuid, text) from public, anon, authenticated;
