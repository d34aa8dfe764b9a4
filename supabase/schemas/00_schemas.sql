-- The three schemas: public is exposed through the Data API, private and ops never are.

create schema if not exists private;
comment on schema private is
  'Privileged functions and settings. Never exposed through the Data API; the thin functions in public call in here.';
revoke all on schema private from public;
grant usage on schema private to authenticated, service_role;

create schema if not exists ops;
comment on schema ops is 'Views for the person on call. Never exposed through the Data API.';
revoke all on schema ops from public;
grant usage on schema ops to service_role;

-- Callers choose their own filters on a table, including regular expressions. This limits how long a person's request can run.
do $$
begin
  alter role authenticated set statement_timeout = '3s';
  alter role anon set statement_timeout = '3s';
exception when insufficient_privilege or reserved_name then
  raise warning 'Set statement_timeout = ''3s'' for the roles authenticated and anon as a role that may: %', sqlerrm;
end
$$;
