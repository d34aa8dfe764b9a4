-- Row level security policies, and the triggers that write the audit trail.

alter table reprise.invitations enable row level security;
create policy "members read the invitations of their organization" on reprise.invitations
  for select to authenticated
  using ((select reprise_private.refuse_patterns(false)) and organization_id in (select reprise_private.organizations_of_caller()));
-- That a link was opened, or that somebody asked for another one, is no change of authoring.
create trigger invitations_are_audited
  after insert or delete or update of expires_at, extra_time_percent, attempts_allowed, user_id, revoked_at on reprise.invitations
  for each row execute function reprise_private.record_change('id');
