-- Returns the day in UTC, on which limits per day are counted, whatever the server's TimeZone is.
create function reprise_private.utc_day()
returns date
language plpgsql stable set search_path = ''
as $$
begin
  return (now() at time zone 'UTC')::date;
end
$$;
comment on function reprise_private.utc_day is 'Returns the current day in UTC.';
