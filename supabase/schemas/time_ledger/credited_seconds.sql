-- Returns the seconds that one row of the time ledger gives to a question with this limit, served at this time (null: not yet). The time that
-- an outage took from an earlier run of the question does not count once a reviewer had it served again with a fresh clock. A break gives nothing.
create function reprise_private.credited_seconds(p_credit reprise.time_credits, p_limit integer, p_served_at timestamptz)
returns numeric
language plpgsql stable set search_path = ''
as $$
begin
  if p_credit.kind = 'break' then
    return 0;
  elsif (p_credit.kind = 'outage' or p_credit.closed_seconds > 0) and (p_served_at is null or p_credit.created_at < p_served_at) then
    return 0;
  elsif p_credit.percent is null then
    return p_credit.seconds - coalesce(p_credit.revoked_seconds, 0);
  elsif p_credit.revoked_at is null or p_credit.revoked_at > p_served_at then
    return p_limit * p_credit.percent / 100.0;
  end if;
  return 0;
end
$$;
comment on function reprise_private.credited_seconds is 'Returns the seconds that one row of the time ledger gives to a question.';
