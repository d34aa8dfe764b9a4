-- Returns the limit that a reservation of p_amount tokens exceeds (`day`, `pool` or a kind of model_shares) and after how many seconds to
-- try again: at the next UTC day, or in 30 seconds if running calls hold tokens they will release. Null: the reservation fits. The pool is
-- the day without the reserves that are still kept for payers within their guarantee (reprise_private.unused_reserves); a call that the
-- payer's guarantee covers does not need it. A payer who has used nothing may make one call larger than their whole share. The caller
-- holds the lock of the day.
create function reprise_private.exceeded_budget_share(p_own reprise.model_reservations, p_amount bigint, p_daily_limit bigint, p_spent bigint)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
declare
  v_kept record;
begin
  select u.* into v_kept from reprise_private.unused_reserves(p_own, p_amount, p_daily_limit) u;
  return (
    with held as (
      select r.organization_id, r.user_id, r.tokens from reprise.model_reservations r
      where r.day = p_own.day and r.expires_at > now() and r.run_id <> p_own.run_id
      union all select p_own.organization_id, p_own.user_id, p_own.tokens
    ), limits as (
      select 'day' as kind, p_spent as spent, (select sum(h.tokens) from held h) as held, coalesce(p_daily_limit, -1) as most
      union all
      select 'pool', p_spent, (select sum(h.tokens) from held h), p_daily_limit - v_kept.organizations - v_kept.users
      where p_own.user_id is not null and not v_kept.is_covered
      union all
      select s.kind,
        coalesce((select m.tokens from reprise.model_shares m where m.day = p_own.day and m.kind = s.kind and m.holder = s.holder), 0),
        (
          select sum(h.tokens) from held h
          where h.user_id is not null and h.organization_id is not distinct from s.organization_id
            and (s.user_id is null or h.user_id = s.user_id)
        ),
        s.most - case when s.kind = 'users' and not v_kept.is_covered then v_kept.users else 0 end
      from reprise_private.budget_shares(p_own.organization_id, p_own.user_id, p_daily_limit) s
    )
    select jsonb_build_object(
      'refused_by', l.kind,
      'wait_seconds', case when l.spent + p_amount > l.most
        then greatest(ceil(extract(epoch from (p_own.day + 1)::timestamp at time zone 'UTC' - now())), 30) else 30 end
    )
    from limits l
    where l.spent + l.held + p_amount > l.most
      and (l.kind in ('day', 'pool', 'users') or l.spent + l.held > 0 or l.most = 0)
    order by l.spent + p_amount > l.most desc, l.kind in ('day', 'pool'), l.kind = 'pool'
    limit 1
  );
end
$$;
comment on function reprise_private.exceeded_budget_share is 'Returns the limit that a reservation exceeds, or null if the reservation fits.';
