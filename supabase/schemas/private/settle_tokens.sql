-- The end of a run: its reservation goes, and what it has used in all (p_used) and nobody has counted yet is added to the reservation's
-- day; to today's when the reservation had expired and was deleted, and then what it told before counts twice rather than not at all.
-- Caller: a grader (service role). Locks the run's reservation, then the day.
create function private.settle_tokens(p_run_id uuid, p_used bigint)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_day date;
  v_counted bigint;
begin
  delete from public.model_reservations r where r.run_id = p_run_id returning r.day, r.counted into v_day, v_counted;
  if p_used > coalesce(v_counted, 0) then
    insert into public.model_spending as s (day, tokens)
    values (coalesce(v_day, (now() at time zone 'UTC')::date), p_used - coalesce(v_counted, 0))
    on conflict (day) do update set tokens = s.tokens + excluded.tokens;
  end if;
  return '{}'::jsonb;
end
$$;
comment on function private.settle_tokens(uuid, bigint) is 'Ends the reservation of a run.';
revoke execute on function private.settle_tokens(uuid, bigint) from public, anon, authenticated;
grant execute on function private.settle_tokens(uuid, bigint) to service_role;
