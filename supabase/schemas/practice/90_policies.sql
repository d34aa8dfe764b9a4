-- Row level security policies, and triggers that protect rows.

alter table reprise.practice_templates enable row level security;
create policy "owners read their templates" on reprise.practice_templates
  for select to authenticated
  using (user_id = (select auth.uid()) and (select reprise_private.refuse_patterns(false)));
create policy "owners save templates" on reprise.practice_templates
  for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy "owners change their templates" on reprise.practice_templates
  for update to authenticated
  using (user_id = (select auth.uid()))
  with check (user_id = (select auth.uid()));
create policy "owners delete their templates" on reprise.practice_templates
  for delete to authenticated
  using (user_id = (select auth.uid()));
create trigger questions_add_to_pools
  after insert on reprise.questions
  referencing new table as new_rows
  for each statement execute function reprise_private.update_question_pools();
create trigger questions_change_pools
  after update on reprise.questions
  referencing old table as old_rows new table as new_rows
  for each statement execute function reprise_private.update_question_pools();
create trigger questions_remove_from_pools
  after delete on reprise.questions
  referencing old table as old_rows
  for each statement execute function reprise_private.update_question_pools();
create trigger questions_clear_pools
  after truncate on reprise.questions
  for each statement execute function reprise_private.update_question_pools();
create trigger practice_templates_are_limited
  after insert on reprise.practice_templates
  for each row execute function reprise_private.limit_practice_templates();
