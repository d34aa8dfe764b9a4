-- Trigger: before a session of an organization is deleted, for whatever reason, adds the anonymous row that the organization retains of it.
-- Nothing links the row to the person: no id of the session, no time of day, no order of insertion.
create function reprise_private.retain_session_statistics()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into reprise.session_statistics (organization_id, interview_id, mode, started_on, status, percentage)
  select old.organization_id, i.id, old.mode, (old.started_at at time zone 'utc')::date, old.status, r.percentage
  from reprise.organizations o
  left join reprise.interviews i on i.id = old.interview_id
  left join reprise.session_results r on r.session_id = old.id and r.status in ('ready', 'failed')
  where o.id = old.organization_id;
  return old;
end
$$;
comment on function reprise_private.retain_session_statistics is 'Trigger: adds the anonymous row that an organization retains of a deleted session.';
