-- Returns the shares of the day's tokens that a call for this payer counts against: those of a candidate and their organization, or those
-- of a user and of all users together. `most` is the part of p_daily_limit that each may use (reprise_private.settings). No rows without a user.
create function reprise_private.budget_shares(p_organization_id uuid, p_user_id uuid, p_daily_limit bigint)
returns table (kind text, holder uuid, organization_id uuid, user_id uuid, most bigint)
language sql stable set search_path = ''
as $$
  select s.kind, s.holder, s.organization_id, s.user_id, trunc(s.percent * p_daily_limit / 100)::bigint
  from reprise_private.settings t
  cross join lateral (
    values
      ('organization', p_organization_id, p_organization_id, null::uuid, t.organization_budget_percent),
      ('candidate', reprise_private.grading_flow(p_organization_id, p_user_id, true), p_organization_id, p_user_id, t.candidate_budget_percent),
      ('users', '00000000-0000-0000-0000-000000000000'::uuid, null::uuid, null::uuid, t.users_budget_percent),
      ('user', p_user_id, null::uuid, p_user_id, t.user_budget_percent)
  ) s(kind, holder, organization_id, user_id, percent)
  where p_user_id is not null and (p_organization_id is not null) = (s.kind in ('organization', 'candidate'))
$$;
comment on function reprise_private.budget_shares is 'Returns the shares of the day''s budget that a payer uses, with their limits.';
