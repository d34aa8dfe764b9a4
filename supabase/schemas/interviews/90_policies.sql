-- Row level security policies, and triggers that protect rows.

alter table reprise.interviews enable row level security;
create policy "candidates read what they may take, members their own" on reprise.interviews
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns(false)) and (
      (status = 'published' and is_public)
      or (status = 'published' and id in (
        select v.interview_id from reprise.interview_invitations v
        where v.user_id = (select auth.uid()) and (v.expires_at is null or v.expires_at > now())
      ))
      or organization_id in (select reprise_private.organizations_of_caller())
    )
  );
create policy "recruiters write interviews" on reprise.interviews
  for insert to authenticated
  with check (organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])));
create policy "recruiters change interviews" on reprise.interviews
  for update to authenticated
  using (organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])))
  with check (organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])));
create policy "recruiters delete interviews" on reprise.interviews
  for delete to authenticated
  using (organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])));
alter table reprise.interview_questions enable row level security;
create policy "members read the questions of their interviews" on reprise.interview_questions
  for select to authenticated
  using ((select reprise_private.refuse_patterns(false)) and interview_id in (select reprise_private.interviews_of_caller()));
-- A question of another organization is asked by no interview, even if the caller is a member of both.
create policy "recruiters add questions of their organization or public ones" on reprise.interview_questions
  for insert to authenticated
  with check (
    interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter']))
    and exists (
      select from reprise.interviews i
      join reprise.questions q on q.organization_id = i.organization_id or q.organization_id is null
      where i.id = interview_questions.interview_id and q.id = interview_questions.question_id
    )
  );
create policy "recruiters reorder questions" on reprise.interview_questions
  for update to authenticated
  using (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])))
  with check (
    interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter']))
    and exists (
      select from reprise.interviews i
      join reprise.questions q on q.organization_id = i.organization_id or q.organization_id is null
      where i.id = interview_questions.interview_id and q.id = interview_questions.question_id
    )
  );
create policy "recruiters remove questions" on reprise.interview_questions
  for delete to authenticated
  using (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
alter table reprise.interview_invitations enable row level security;
create policy "candidates read their invitations, members those they sent" on reprise.interview_invitations
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns(false))
    and (user_id = (select auth.uid()) or interview_id in (select reprise_private.interviews_of_caller()))
  );
create policy "recruiters invite" on reprise.interview_invitations
  for insert to authenticated
  with check (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
create policy "recruiters change invitations" on reprise.interview_invitations
  for update to authenticated
  using (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])))
  with check (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
create policy "recruiters withdraw invitations" on reprise.interview_invitations
  for delete to authenticated
  using (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
create trigger interviews_are_checked
  after insert or update of title, description on reprise.interviews
  for each row execute function reprise_private.check_interview();
create trigger interviews_are_limited
  after insert on reprise.interviews
  referencing new table as new_rows
  for each statement execute function reprise_private.limit_authored_rows();
-- Only for writers at the Data API. A cascade runs with the rights of the table's owner, and is not checked.
create trigger interviews_are_publishable_when_inserted
  after insert on reprise.interviews
  for each row when (current_user = 'authenticated' and new.status = 'published')
  execute function reprise_private.check_published_interview();
create trigger interviews_are_publishable_when_changed
  after update of status, mode on reprise.interviews
  for each row when (current_user = 'authenticated' and new.status = 'published' and (old.status, old.mode) is distinct from (new.status, new.mode))
  execute function reprise_private.check_published_interview();
create trigger interviews_can_be_drafts_again
  after update of status on reprise.interviews
  for each row when (current_user = 'authenticated' and new.status = 'draft' and old.status <> 'draft')
  execute function reprise_private.check_unpublished_interview();
create trigger interview_questions_can_be_added
  after insert on reprise.interview_questions
  referencing new table as new_rows
  for each statement when (current_user = 'authenticated')
  execute function reprise_private.check_published_list();
create trigger interview_questions_can_be_changed
  after update on reprise.interview_questions
  referencing new table as new_rows
  for each statement when (current_user = 'authenticated')
  execute function reprise_private.check_published_list();
create trigger interview_questions_can_be_removed
  after delete on reprise.interview_questions
  referencing old table as old_rows
  for each statement when (current_user = 'authenticated')
  execute function reprise_private.check_published_list();
create trigger questions_of_published_interviews_are_publishable
  after update of kind, prompt, options, points, time_limit_seconds, is_active on reprise.questions
  for each row when (current_user = 'authenticated')
  execute function reprise_private.check_published_question();
create trigger question_keys_of_published_interviews_are_publishable
  after insert or update or delete on reprise.question_keys
  for each row when (current_user = 'authenticated')
  execute function reprise_private.check_published_question();
