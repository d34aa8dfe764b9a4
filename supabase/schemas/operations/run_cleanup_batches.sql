-- Runs cleanup for pg_cron: gives back what outages took, then up to five batches in one transaction, continuing where the last one ended, so
-- that broken rows cannot starve others and no candidate waits for more than these batches. The next minute's run does the rest.
create function reprise_private.run_cleanup_batches()
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_cursor jsonb := (select r.cursor from reprise.cleanup_runs r order by r.id desc limit 1);
begin
  begin
    perform reprise_private.credit_outages(200);
  exception when others then
    -- The next minute does the rest; the sweep must not wait for it.
    raise warning 'outages could not be credited: % (%)', sqlerrm, sqlstate;
  end;
  for v_batch in 1..5 loop
    v_cursor := reprise_private.run_cleanup(200, v_cursor) -> 'cursor';
    exit when v_cursor = 'null';
  end loop;
end
$$;
comment on function reprise_private.run_cleanup_batches is 'Runs up to five batches of cleanup, for pg_cron.';
