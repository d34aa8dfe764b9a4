-- Performs one action on many sessions, or says whom it would concern. See reprise_private.review_sessions.
create function reprise.review_sessions(
  session_ids uuid[], action text, reason text default null, arguments jsonb default '{}', dry_run boolean default false
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.review_sessions(
    session_ids, action, reason, case jsonb_typeof(arguments) when 'string' then (arguments #>> '{}')::jsonb else arguments end,
    coalesce(dry_run, false)
  );
end
$$;
comment on function reprise.review_sessions is 'Performs one action on many sessions, or says whom it would concern. See reprise_private.review_sessions.';
