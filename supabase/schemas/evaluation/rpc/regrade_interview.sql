-- Regrades one batch of an interview's sessions with corrected keys. See reprise_private.regrade_interview.
create function reprise.regrade_interview(interview_id uuid, reason text, cursor text default null, dry_run boolean default false)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.regrade_interview(interview_id, reason, cursor, coalesce(dry_run, false));
end
$$;
comment on function reprise.regrade_interview is
  'Regrades one batch of an interview''s sessions with corrected keys. See reprise_private.regrade_interview.';
