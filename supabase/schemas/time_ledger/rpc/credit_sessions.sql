-- Gives seconds to everybody who was live at a moment. See reprise_private.credit_sessions.
create function reprise.credit_sessions(
  seconds numeric, reason text, interview_id uuid default null, live_at timestamptz default null, dry_run boolean default false, cursor text default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.credit_sessions(interview_id, live_at, seconds, reason, coalesce(dry_run, false), cursor);
end
$$;
comment on function reprise.credit_sessions is 'Gives seconds to everybody who was live at a moment. See reprise_private.credit_sessions.';
