-- Row level security policies, and triggers that protect rows.

alter table reprise.conversations enable row level security;
create policy "candidates read their talks, members their organization's" on reprise.conversations
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns()) and (
      session_id = any (array(select reprise_private.sessions_of_caller()))
      or session_id = any (array(select reprise_private.sessions_under_review()))
    )
  );
alter table reprise.conversation_profiles enable row level security;
create policy "members read what their interviewers noted" on reprise.conversation_profiles
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
  );
alter table reprise.messages enable row level security;
create policy "candidates read their messages, members their organization's" on reprise.messages
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns()) and (
      session_id = any (array(select reprise_private.sessions_of_caller()))
      or session_id = any (array(select reprise_private.sessions_under_review()))
    )
  );
alter table reprise.late_messages enable row level security;
create policy "candidates read kept messages, members their organization's" on reprise.late_messages
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns()) and (
      session_id = any (array(select reprise_private.sessions_of_caller()))
      or session_id = any (array(select reprise_private.sessions_under_review()))
    )
  );
alter table reprise.conversation_instructions enable row level security;
create policy "members read the instructions of their interviewers" on reprise.conversation_instructions
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
  );
alter table reprise.interview_instructions enable row level security;
create policy "members read the instructions of their interviews" on reprise.interview_instructions
  for select to authenticated
  using ((select reprise_private.refuse_patterns(false)) and interview_id in (select reprise_private.interviews_of_caller()));
create policy "recruiters write instructions" on reprise.interview_instructions
  for insert to authenticated
  with check (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
create policy "recruiters change instructions" on reprise.interview_instructions
  for update to authenticated
  using (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])))
  with check (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
create policy "recruiters delete instructions" on reprise.interview_instructions
  for delete to authenticated
  using (interview_id in (select reprise_private.interviews_of_caller(array['owner', 'recruiter'])));
create trigger messages_append_only
  before update or delete on reprise.messages
  for each row execute function reprise_private.refuse_change_of_messages();
create trigger messages_never_truncated
  before truncate on reprise.messages
  for each statement execute function reprise_private.refuse_change_of_messages();
create trigger late_messages_write_once
  before update on reprise.late_messages
  for each row execute function reprise_private.refuse_change_of_messages();
create trigger interview_instructions_are_checked
  after insert or update on reprise.interview_instructions
  for each row execute function reprise_private.check_instructions();
create trigger conversation_instructions_write_once
  before update on reprise.conversation_instructions
  for each row execute function reprise_private.refuse_change_of_messages();
create trigger messages_are_counted
  after insert on reprise.messages
  for each row execute function reprise_private.count_text();
create trigger late_messages_are_counted
  after insert or delete on reprise.late_messages
  for each row execute function reprise_private.count_text();
create trigger interview_instructions_of_published_interviews_remain
  after insert or update or delete on reprise.interview_instructions
  for each row when (current_user = 'authenticated')
  execute function reprise_private.check_published_interview();
