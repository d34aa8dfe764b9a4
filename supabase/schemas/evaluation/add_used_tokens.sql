-- Adds used tokens to a day and to the shares of their payer, and returns the day's total. Locks the day until the end of the transaction,
-- even if there is nothing to add, so that all reservations and settlements run one at a time. Shares are deleted after 30 days.
create function reprise_private.add_used_tokens(p_day date, p_organization_id uuid, p_user_id uuid, p_tokens bigint)
returns bigint
language plpgsql set search_path = ''
as $$
declare
  v_spent bigint;
begin
  insert into reprise.model_spending as s (day, tokens) values (p_day, p_tokens)
  on conflict (day) do update set tokens = s.tokens + excluded.tokens
  returning s.tokens into v_spent;
  if p_tokens > 0 then
    insert into reprise.model_shares as m (day, kind, holder, organization_id, user_id, tokens)
    select p_day, s.kind, s.holder, s.organization_id, s.user_id, p_tokens
    from reprise_private.budget_shares(p_organization_id, p_user_id, 0) s
    on conflict (day, kind, holder) do update set tokens = m.tokens + excluded.tokens;
  end if;
  if v_spent = p_tokens then
    -- The first use of a day.
    delete from reprise.model_shares m where m.day < p_day - 30;
  end if;
  return v_spent;
end
$$;
comment on function reprise_private.add_used_tokens is 'Adds used tokens to a day and to the shares of their payer.';
