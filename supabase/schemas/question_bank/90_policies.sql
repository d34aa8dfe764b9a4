-- Row level security policies, and triggers that protect rows.

alter table reprise.questions enable row level security;
create policy "members read their questions and the public bank" on reprise.questions
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns(false)) and (
      organization_id in (select reprise_private.organizations_of_caller())
      or (organization_id is null and exists (select reprise_private.organizations_of_caller()))
    )
  );
create policy "recruiters write questions" on reprise.questions
  for insert to authenticated
  with check (organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])));
create policy "recruiters change questions" on reprise.questions
  for update to authenticated
  using (organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])))
  with check (organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])));
create policy "recruiters delete questions" on reprise.questions
  for delete to authenticated
  using (organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter'])));
alter table reprise.question_keys enable row level security;
-- Not those of the public bank: copy_question gives an organization a copy of a question, with its key.
create policy "members read the keys of their questions" on reprise.question_keys
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns(false))
    and question_id in (
      select q.id from reprise.questions q where q.organization_id in (select reprise_private.organizations_of_caller())
    )
  );
create policy "recruiters write keys" on reprise.question_keys
  for insert to authenticated
  with check (question_id in (
    select q.id from reprise.questions q
    where q.organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
  ));
create policy "recruiters change keys" on reprise.question_keys
  for update to authenticated
  using (question_id in (
    select q.id from reprise.questions q
    where q.organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
  ))
  with check (question_id in (
    select q.id from reprise.questions q
    where q.organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
  ));
create policy "recruiters delete keys" on reprise.question_keys
  for delete to authenticated
  using (question_id in (
    select q.id from reprise.questions q
    where q.organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
  ));
create trigger questions_are_checked
  after insert or update of kind, prompt, options, interview_type, domain, tags on reprise.questions
  for each row execute function reprise_private.check_question();
create trigger questions_are_limited
  after insert on reprise.questions
  referencing new table as new_rows
  for each statement execute function reprise_private.limit_authored_rows();
create trigger question_keys_are_checked
  after insert or update on reprise.question_keys
  for each row execute function reprise_private.check_question_key();
