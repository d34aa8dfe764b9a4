-- The end of a run: its reservation goes, and what it has used in all (p_used) and nobody has counted yet is added to the reservation's
-- day; to today's when the reservation had expired and was deleted, and then what it told before counts twice rather than not at all.
-- What had expired counts in nobody's share. Caller: a grader (service role). Locks the run's reservation, then the day.
create function private.settle_tokens(p_run_id uuid, p_used bigint)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_own public.model_reservations;
begin
  delete from public.model_reservations r where r.run_id = p_run_id returning r.* into v_own;
  if p_used > coalesce(v_own.counted, 0) then
    perform private.count_tokens(
      coalesce(v_own.day, (now() at time zone 'UTC')::date), v_own.organization_id, v_own.user_id, p_used - coalesce(v_own.counted, 0)
    );
  end if;
  return '{}'::jsonb;
end
$$;
comment on function private.settle_tokens(uuid, bigint) is 'Ends the reservation of a run.';
revoke execute on function private.settle_tokens(uuid, bigint) from public, anon, authenticated;
grant execute on function private.settle_tokens(uuid, bigint) to service_role;
