-- The three schemas of Reprise. reprise is exposed through the Data API and holds tables and thin functions; reprise_private holds the
-- privileged functions, reprise_ops the views for the dashboard. Neither is ever exposed, and public stays the project's own.

create schema if not exists reprise;
comment on schema reprise is 'Interview sessions: tables under row level security, and the functions that clients call. Exposed through the Data API.';
grant usage on schema reprise to anon, authenticated, service_role;

create schema if not exists reprise_private;
comment on schema reprise_private is 'Privileged functions and settings. Never exposed through the Data API; the thin functions in reprise call in here.';
revoke all on schema reprise_private from public;
grant usage on schema reprise_private to authenticated, service_role;

create schema if not exists reprise_ops;
comment on schema reprise_ops is 'Views for the person on call. Never exposed through the Data API.';
revoke all on schema reprise_ops from public;
grant usage on schema reprise_ops to service_role;

-- Callers choose their own filters on a table, including regular expressions. This limits how long a person's request can run.
do $$
begin
  alter role authenticated set statement_timeout = '3s';
  alter role anon set statement_timeout = '3s';
exception when insufficient_privilege or reserved_name then
  raise warning 'Set statement_timeout = ''3s'' for the roles authenticated and anon as a role that may: %', sqlerrm;
end
$$;
