-- Row level security policies, and triggers that protect rows.

alter table reprise.interview_criteria enable row level security;
create policy "members read the criteria of their interviews" on reprise.interview_criteria
  for select to authenticated
  using ((select reprise_private.refuse_patterns(false)) and interview_id in (select reprise_private.interviews_of_caller()));
create policy "recruiters write criteria" on reprise.interview_criteria
  for insert to authenticated
  with check (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
create policy "recruiters change criteria" on reprise.interview_criteria
  for update to authenticated
  using (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])))
  with check (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
create policy "recruiters delete criteria" on reprise.interview_criteria
  for delete to authenticated
  using (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
alter table reprise.conversation_criteria enable row level security;
create policy "members read by what conversations are assessed" on reprise.conversation_criteria
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
  );
create trigger interview_criteria_are_checked
  after insert or update on reprise.interview_criteria
  for each row execute function reprise_private.check_criteria();
