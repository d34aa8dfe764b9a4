-- Returns how many tokens of the day's reserves are still kept for payers within their guarantee, once p_amount more tokens are reserved for
-- p_own: for organizations, and for users outside of organizations. A payer's first tokens of a day, up to its guarantee, come from the
-- reserve of its kind, whether they are used or held by a running call. is_covered: the reserve pays all of p_amount. The cost grows with
-- the running calls, not with the payers of the day. Called by reprise_private.exceeded_budget_share, which holds the lock of the day.
create function reprise_private.unused_reserves(
  p_own reprise.model_reservations, p_amount bigint, p_daily_limit bigint,
  out organizations bigint, out users bigint, out is_covered boolean
)
language plpgsql stable set search_path = ''
as $$
begin
  with guarantees as (
    select (t.organization_guarantee_percent * p_daily_limit / 100)::bigint as of_organization,
      (t.user_guarantee_percent * p_daily_limit / 100)::bigint as of_user,
      (t.organizations_reserve_percent * p_daily_limit / 100)::bigint as for_organizations,
      (least(t.users_reserve_percent, t.users_budget_percent) * p_daily_limit / 100)::bigint as for_users
    from reprise_private.settings t
  ), holding as (
    select h.organization_id, coalesce(h.organization_id, h.user_id) as holder, sum(h.tokens) as tokens
    from (
      select r.organization_id, r.user_id, r.tokens from reprise.model_reservations r
      where r.day = p_own.day and r.expires_at > now() and r.run_id <> p_own.run_id and r.user_id is not null
      union all select p_own.organization_id, p_own.user_id, p_own.tokens + p_amount
    ) h
    group by 1, 2
  ), held as (
    select h.organization_id is not null as by_organization, m.tokens + h.tokens <= n.guarantee as is_within,
      h.holder = coalesce(p_own.organization_id, p_own.user_id) as is_own,
      least(m.tokens + h.tokens, n.guarantee) - least(m.tokens, n.guarantee) as tokens
    from holding h
    cross join guarantees g
    cross join lateral (select case when h.organization_id is null then g.of_user else g.of_organization end) n(guarantee)
    cross join lateral (
      select coalesce(sum(s.tokens), 0) as tokens from reprise.model_shares s
      where s.day = p_own.day and s.kind = case when h.organization_id is null then 'user' else 'organization' end and s.holder = h.holder
    ) m
  ), kept as (
    select g.for_organizations - d.organizations_guaranteed - coalesce(sum(h.tokens) filter (where h.by_organization), 0) as organizations,
      g.for_users - d.users_guaranteed - coalesce(sum(h.tokens) filter (where not h.by_organization), 0) as users,
      coalesce(bool_or(h.is_within) filter (where h.is_own), false) as is_within
    from guarantees g
    cross join reprise.model_spending d
    left join held h on true
    where d.day = p_own.day
    group by g.for_organizations, g.for_users, d.organizations_guaranteed, d.users_guaranteed
  )
  select greatest(k.organizations, 0), greatest(k.users, 0),
    k.is_within and case when p_own.organization_id is null then k.users else k.organizations end >= 0
  into organizations, users, is_covered
  from kept k;
end
$$;
comment on function reprise_private.unused_reserves is 'Returns the tokens of the day''s reserves that are kept for payers within their guarantee.';
