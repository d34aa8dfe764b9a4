-- The three schemas of Reprise. reprise is exposed through the Data API and holds tables and thin functions; reprise_private holds the
-- privileged functions, reprise_ops the views for the dashboard. Neither is ever exposed, and public belongs to the project.

create schema reprise;
comment on schema reprise is
  'Interview sessions: tables under row level security, and the functions that clients call. Exposed through the Data API.';
revoke all on schema reprise from public, anon, authenticated, service_role;
grant usage on schema reprise to anon, authenticated, service_role;

create schema reprise_private;
comment on schema reprise_private is
  'Privileged functions and settings. Never exposed through the Data API; the thin functions in reprise call them.';
revoke all on schema reprise_private from public, anon, authenticated, service_role;
grant usage on schema reprise_private to authenticated, service_role;

create schema reprise_ops;
comment on schema reprise_ops is 'Views for operators. Never exposed through the Data API.';
revoke all on schema reprise_ops from public, anon, authenticated, service_role;

-- Callers choose their own filters on a table, including regular expressions. This limits how long a person's request can run. The roles
-- belong to the whole project, so a lower limit remains unchanged.
do $$
declare
  v_role text;
  v_limit text;
begin
  foreach v_role in array array['authenticated', 'anon'] loop
    select substring(c from '^statement_timeout=(.*)$') into v_limit
    from pg_roles r, unnest(r.rolconfig) c where r.rolname = v_role and c like 'statement\_timeout=%';
    -- A number without a unit is milliseconds, and 0 means no limit.
    v_limit := case when v_limit ~ '^\d+$' then v_limit || 'ms' else v_limit end;
    if coalesce(v_limit::interval not between '1 ms' and '3 s', true) then
      execute format('alter role %I set statement_timeout = ''3s''', v_role);
    end if;
  end loop;
exception when insufficient_privilege or reserved_name then
  raise warning 'Set statement_timeout = ''3s'' for the roles authenticated and anon as a role that may: %', sqlerrm;
end
$$;
