-- Stores an outage that no functions process could measure, because it died as well: the runs of cleanup had come every minute, then none for over
-- two minutes, and no candidate's write was committed meanwhile. The outage is the silence, from the last sign of life to the first. Nothing is
-- stored if runs had not been regular (nobody schedules them, or tests call them). The part that a process measured is not counted twice. Called by
-- reprise_private.credit_outages before it looks for what to credit; a repeat finds the outage and stores nothing.
create function reprise_private.measure_missed_runs()
returns void
language plpgsql set search_path = ''
as $$
declare
  v_last timestamptz := (select max(r.started_at) from reprise.cleanup_runs r);
  v_silence tstzrange;
begin
  if v_last is null or v_last > now() - interval '2 minutes' then
    return;
  end if;
  if (
    select count(distinct date_trunc('minute', r.started_at)) from reprise.cleanup_runs r
    where r.started_at > v_last - interval '4 minutes 30 seconds'
  ) < 4 then
    return;
  end if;
  if exists (
    select from reprise.outages o
    where o.measured_by = 'cleanup' and tstzrange(o.began_at, o.ended_at) && tstzrange(v_last, now())
  ) then
    return;
  end if;
  v_silence := reprise_private.longest_silence(tstzrange(v_last, now()));
  if upper(v_silence) - lower(v_silence) > interval '2 minutes' then
    perform reprise_private.store_outage(lower(v_silence), upper(v_silence), 'cleanup');
  end if;
end
$$;
comment on function reprise_private.measure_missed_runs is 'Stores an outage that shows in the missing runs of cleanup.';
