-- Reserves tokens of today's budget before a call to a model; exact under concurrency, because it is one update of one row.
create function private.reserve_tokens(p_amount integer, p_daily_limit bigint)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_today date := (now() at time zone 'UTC')::date;
  v_reserved boolean;
begin
  insert into public.model_spending (day) values (v_today) on conflict do nothing;
  update public.model_spending s set tokens = s.tokens + greatest(p_amount, 0)
  where s.day = v_today and s.tokens + greatest(p_amount, 0) <= p_daily_limit;
  v_reserved := found;
  return jsonb_build_object('reserved', v_reserved, 'spent', (select s.tokens from public.model_spending s where s.day = v_today));
end
$$;
comment on function private.reserve_tokens(integer, bigint) is 'Reserves tokens of the daily budget.';
revoke execute on function private.reserve_tokens(integer, bigint) from public, anon, authenticated;
grant execute on function private.reserve_tokens(integer, bigint) to service_role;
