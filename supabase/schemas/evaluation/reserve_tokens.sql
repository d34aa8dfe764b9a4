-- Reserves tokens of the daily budget for a run before it calls a model. Called by the service role. Locks the run's reservation, then the
-- day, so limits are exact under concurrency. A repeat reserves more. The day's used and reserved tokens count against the limit, and
-- against the shares of the owner of p_session_id, an interview or prep session or a request for drafts (budget_shares; a run has one payer). A
-- deleted session gets nothing; in an organization that is not trusted, users use their own share; without p_session_id only the daily limit
-- applies. A run's tokens count on the day of its first reservation. The new part of p_used (the run's total) moves from the reservation to
-- the day even if the request is refused. A reservation that is not renewed for ten minutes holds nothing, and a later call deletes it. The
-- response names the payer.
create function reprise_private.reserve_tokens(p_run_id uuid, p_amount integer, p_daily_limit bigint, p_used bigint, p_session_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_own reprise.model_reservations;
  v_organization_id uuid;
  v_user_id uuid;
  v_amount integer := greatest(p_amount, 0);
  v_new bigint;
  v_spent bigint;
  v_held bigint;
  v_refused jsonb;
begin
  select s.organization_id, s.user_id into v_organization_id, v_user_id from reprise.interview_sessions s where s.id = p_session_id;
  if v_user_id is null then
    select p.user_id into v_user_id from reprise.prep_sessions p where p.id = p_session_id;
  end if;
  if v_user_id is null then
    select d.organization_id, d.user_id into v_organization_id, v_user_id from reprise_private.draft_requests d where d.id = p_session_id;
  end if;
  if not (select o.is_trusted from reprise.organizations o where o.id = v_organization_id) then
    -- Anybody can create such an organization, so it brings no tokens of its own.
    v_organization_id := null;
  end if;
  insert into reprise.model_reservations as r (run_id, day, organization_id, user_id, daily_limit, expires_at)
  values (p_run_id, (now() at time zone 'UTC')::date, v_organization_id, v_user_id, coalesce(p_daily_limit, 0), now() + interval '10 minutes')
  on conflict (run_id) do update set expires_at = excluded.expires_at, daily_limit = excluded.daily_limit
  returning r.* into v_own;
  v_new := greatest(p_used - v_own.counted, 0);
  v_spent := reprise_private.add_used_tokens(v_own.day, v_own.organization_id, v_own.user_id, v_new, v_own.daily_limit);

  -- Skips locked rows: another run may be settling or deleting them.
  with expired as (
    select r.run_id from reprise.model_reservations r
    where r.expires_at <= now() and r.run_id <> p_run_id
    limit 100
    for update skip locked
  )
  delete from reprise.model_reservations r using expired where r.run_id = expired.run_id;

  -- A separate statement under the lock of the day, so that it sees every earlier reservation.
  v_own.tokens := greatest(v_own.tokens - v_new, 0);
  v_refused := reprise_private.exceeded_budget_share(v_own, v_amount, p_daily_limit, v_spent);
  if p_session_id is not null and v_user_id is null then
    v_refused := '{"refused_by": "user", "wait_seconds": 30}';
  end if;
  if v_refused is null then
    v_own.tokens := v_own.tokens + v_amount;
  end if;
  update reprise.model_reservations r set tokens = v_own.tokens, counted = v_own.counted + v_new
  where r.run_id = p_run_id;
  select coalesce(sum(r.tokens), 0) into v_held from reprise.model_reservations r where r.day = v_own.day and r.expires_at > now();
  return jsonb_build_object('reserved', v_refused is null, 'spent', v_spent, 'held', v_held)
    || case when p_session_id is null and v_own.user_id is null then '{}' else coalesce(v_refused, '{}') end
    || case when v_own.user_id is null then '{}' else jsonb_build_object('user_id', v_own.user_id, 'organization_id', v_own.organization_id) end;
end
$$;
comment on function reprise_private.reserve_tokens is 'Reserves tokens of the daily budget for a run.';
