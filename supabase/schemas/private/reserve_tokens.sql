-- Sets tokens of the daily budget aside for a run, before it calls a model. Counted against the limit: what was used that day and
-- what all runs hold of it. A run's tokens are of the day of its first reservation, so a run that passes midnight credits no other
-- day. p_used: what the run has used in all; what is new of it moves from the reservation to the day, whether more is granted or not.
-- A reservation that no call has renewed for ten minutes holds nothing any more: its run is dead, and a later call deletes it.
-- Caller: a grader (service role). Locks the run's reservation, then the day: exact under concurrency. A repeat reserves again.
create function private.reserve_tokens(p_run_id uuid, p_amount integer, p_daily_limit bigint, p_used bigint)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_own public.model_reservations;
  v_amount integer := greatest(p_amount, 0);
  v_new bigint;
  v_spent bigint;
  v_held bigint;
  v_reserved boolean;
begin
  insert into public.model_reservations as r (run_id, day, expires_at)
  values (p_run_id, (now() at time zone 'UTC')::date, now() + interval '10 minutes')
  on conflict (run_id) do update set expires_at = excluded.expires_at
  returning r.* into v_own;
  v_new := greatest(p_used - v_own.counted, 0);
  insert into public.model_spending as s (day, tokens) values (v_own.day, v_new)
  on conflict (day) do update set tokens = s.tokens + excluded.tokens
  returning s.tokens into v_spent;

  -- Nobody is waited for: another run may be settling one of them, or deleting the same.
  with expired as (
    select r.run_id from public.model_reservations r
    where r.expires_at <= now() and r.run_id <> p_run_id
    limit 100
    for update skip locked
  )
  delete from public.model_reservations r using expired where r.run_id = expired.run_id;

  -- A statement of its own, under the lock of the day: it sees all that was reserved before.
  v_own.tokens := greatest(v_own.tokens - v_new, 0);
  select v_own.tokens + coalesce(sum(r.tokens), 0) into v_held from public.model_reservations r
  where r.day = v_own.day and r.expires_at > now() and r.run_id <> p_run_id;
  v_reserved := coalesce(v_spent + v_held + v_amount <= p_daily_limit, false);
  if v_reserved then
    v_own.tokens := v_own.tokens + v_amount;
    v_held := v_held + v_amount;
  end if;
  update public.model_reservations r set tokens = v_own.tokens, counted = v_own.counted + v_new
  where r.run_id = p_run_id;
  return jsonb_build_object('reserved', v_reserved, 'spent', v_spent, 'held', v_held);
end
$$;
comment on function private.reserve_tokens(uuid, integer, bigint, bigint) is 'Reserves tokens of the daily budget for a run.';
revoke execute on function private.reserve_tokens(uuid, integer, bigint, bigint) from public, anon, authenticated;
grant execute on function private.reserve_tokens(uuid, integer, bigint, bigint) to service_role;
