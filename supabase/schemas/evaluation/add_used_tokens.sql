-- Adds used tokens to a day, to the shares of their payer, and, up to the payer's guarantee, to what was used of the reserves. Returns the
-- day's total. Locks the day until the end of the transaction, even if there is nothing to add, so that all reservations and settlements
-- run one at a time. Guarantees are percentages of p_daily_limit. Shares are deleted after 30 days.
create function reprise_private.add_used_tokens(p_day date, p_organization_id uuid, p_user_id uuid, p_tokens bigint, p_daily_limit bigint)
returns bigint
language plpgsql set search_path = ''
as $$
declare
  v_spent bigint;
  v_used bigint;
  v_guarantee bigint;
  v_guaranteed bigint;
begin
  insert into reprise.model_spending as s (day, tokens) values (p_day, p_tokens)
  on conflict (day) do update set tokens = s.tokens + excluded.tokens
  returning s.tokens into v_spent;
  if p_tokens > 0 then
    with added as (
      insert into reprise.model_shares as m (day, kind, holder, organization_id, user_id, tokens)
      select p_day, s.kind, s.holder, s.organization_id, s.user_id, p_tokens
      from reprise_private.budget_shares(p_organization_id, p_user_id, 0) s
      on conflict (day, kind, holder) do update set tokens = m.tokens + excluded.tokens
      returning m.kind, m.tokens
    )
    select a.tokens into v_used from added a where a.kind in ('organization', 'user');
    select (case when p_organization_id is null then t.user_guarantee_percent else t.organization_guarantee_percent end * p_daily_limit / 100)::bigint
    into v_guarantee
    from reprise_private.settings t;
    v_guaranteed := least(v_used, v_guarantee) - least(v_used - p_tokens, v_guarantee);
    if v_guaranteed > 0 then
      update reprise.model_spending s set
        organizations_guaranteed = s.organizations_guaranteed + case when p_organization_id is null then 0 else v_guaranteed end,
        users_guaranteed = s.users_guaranteed + case when p_organization_id is null then v_guaranteed else 0 end
      where s.day = p_day;
    end if;
  end if;
  if v_spent = p_tokens then
    -- The first use of a day.
    delete from reprise.model_shares m where m.day < p_day - 30;
  end if;
  return v_spent;
end
$$;
comment on function reprise_private.add_used_tokens is 'Adds used tokens to a day and to the shares of their payer.';
