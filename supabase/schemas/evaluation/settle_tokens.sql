-- Ends a run: deletes its reservation and adds what it used in all (p_used) and has not been counted yet to the reservation's day. Called
-- by the service role. Locks the run's reservation, then the day. If the reservation had expired and was deleted, the whole of p_used
-- counts on the current day and in no share: what the run reported before counts twice rather than not at all.
create function reprise_private.settle_tokens(p_run_id uuid, p_used bigint)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_own reprise.model_reservations;
begin
  delete from reprise.model_reservations r where r.run_id = p_run_id returning r.* into v_own;
  if p_used > coalesce(v_own.counted, 0) then
    perform reprise_private.add_used_tokens(
      coalesce(v_own.day, (now() at time zone 'UTC')::date), v_own.organization_id, v_own.user_id, p_used - coalesce(v_own.counted, 0),
      v_own.daily_limit
    );
  end if;
  return '{}'::jsonb;
end
$$;
comment on function reprise_private.settle_tokens is 'Ends the reservation of a run and counts the tokens it used.';
