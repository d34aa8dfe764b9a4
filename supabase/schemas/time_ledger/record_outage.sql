-- Stores an outage that a functions process measured: it lasted p_seconds and ended p_ended_ago seconds ago. Durations, not times: the
-- process's clock may be wrong. Then gives the first questions their time back (reprise_private.credit_outages). Called by the service role.
-- A repeat stores nothing more. Errors: invalid_request (a duration that no process can have measured).
create function reprise_private.record_outage(p_seconds double precision, p_ended_ago double precision)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_ended_at timestamptz;
begin
  if p_seconds is null or not p_seconds between 0 and 86400 then
    perform reprise_private.invalid_request('seconds', 'must be between 0 and 86400');
  elsif p_ended_ago is null or not p_ended_ago between 0 and 3600 then
    perform reprise_private.invalid_request('ended_ago', 'must be between 0 and 3600');
  end if;
  v_ended_at := now() - make_interval(secs => p_ended_ago);
  perform reprise_private.store_outage(v_ended_at - make_interval(secs => p_seconds), v_ended_at, 'functions');
  return reprise_private.credit_outages(200);
end
$$;
comment on function reprise_private.record_outage is 'Stores an outage that a functions process measured, and gives time back.';
