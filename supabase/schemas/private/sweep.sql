-- A whole sweep in one call, for pg_cron: batches until every overdue row was looked at once, or 20 seconds are over.
create function private.sweep()
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_batch jsonb;
begin
  loop
    v_batch := private.run_cleanup(1000, v_batch -> 'cursor');
    exit when v_batch ->> 'cursor' is null or clock_timestamp() > now() + interval '20 seconds';
  end loop;
end
$$;
comment on function private.sweep() is 'Runs the whole cleanup sweep, for pg_cron.';
revoke execute on function private.sweep() from public, anon, authenticated;
grant execute on function private.sweep() to service_role;
