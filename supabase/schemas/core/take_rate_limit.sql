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
