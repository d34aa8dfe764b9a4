-- Formats a time for the API: RFC 3339, UTC, microseconds. The result does not depend on the server's TimeZone.
create function reprise_private.rfc3339(p_at timestamptz)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  return to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
end
$$;
comment on function reprise_private.rfc3339 is 'Formats a time as RFC 3339 text, in UTC with microseconds.';
