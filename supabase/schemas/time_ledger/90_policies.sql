-- Row level security policies, and triggers that protect rows.

alter table reprise.outages enable row level security;
alter table reprise.time_credits enable row level security;
create policy "members read the time ledger of their organization's sessions" on reprise.time_credits
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
  );
alter table reprise.accommodations enable row level security;
create policy "people read their accommodations, owners and recruiters theirs" on reprise.accommodations
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and (
      user_id = (select auth.uid())
      or organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
    )
  );
create policy "recruiters give accommodations to others" on reprise.accommodations
  for insert to authenticated
  with check (
    user_id <> (select auth.uid())
    and organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
  );
create policy "recruiters change and end accommodations of others" on reprise.accommodations
  for update to authenticated
  using (
    user_id <> (select auth.uid())
    and organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
  )
  with check (
    user_id <> (select auth.uid())
    and organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
  );
create trigger time_credits_say_the_same_for_ever
  before update of kind, percent, seconds, closed_seconds, reason on reprise.time_credits
  for each row execute function reprise_private.refuse_change_of_time_credit();
create trigger time_credits_are_revoked_once
  before update of revoked_at, revoked_seconds, revoke_reason on reprise.time_credits
  for each row when (old.revoked_at is not null)
  execute function reprise_private.refuse_change_of_time_credit();
create trigger time_credits_are_never_deleted
  before delete on reprise.time_credits
  for each row execute function reprise_private.refuse_change_of_time_credit();
