-- Row level security policies, and the triggers that write and protect rows.

alter table reprise.session_statistics enable row level security;
create policy "members read the statistics of their organization" on reprise.session_statistics
  for select to authenticated
  using ((select reprise_private.refuse_patterns(false)) and organization_id in (select reprise_private.organizations_of_caller()));
alter table reprise.audit_events enable row level security;
-- An event may hold a key: a member who may write keys may read it. An array, so that a page reads the index in the order of id.
create policy "owners and recruiters read the audit trail of authoring" on reprise.audit_events
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns(false))
    and organization_id = any (array(select reprise_private.organizations_of_caller(array['owner', 'recruiter'])))
  );
create trigger audit_events_append_only
  before update or delete on reprise.audit_events
  for each row execute function reprise_private.refuse_change_of_audit_events();
create trigger audit_events_never_truncated
  before truncate on reprise.audit_events
  for each statement execute function reprise_private.refuse_change_of_audit_events();
create trigger sessions_leave_statistics
  before delete on reprise.interview_sessions
  for each row when (old.organization_id is not null)
  execute function reprise_private.retain_session_statistics();

-- Members and questions stand for a new organization; a deleted one takes its trail along.
create trigger organizations_are_audited
  after update on reprise.organizations
  for each row execute function reprise_private.record_change('id');
create trigger questions_are_audited
  after insert or update or delete on reprise.questions
  for each row execute function reprise_private.record_change('id');
create trigger question_keys_are_audited
  after insert or update or delete on reprise.question_keys
  for each row execute function reprise_private.record_change('question_id');
create trigger interviews_are_audited
  after insert or update or delete on reprise.interviews
  for each row execute function reprise_private.record_change('id');
create trigger interview_questions_are_audited
  after insert or update or delete on reprise.interview_questions
  for each row execute function reprise_private.record_change('interview_id');
create trigger interview_invitations_are_audited
  after insert or update or delete on reprise.interview_invitations
  for each row execute function reprise_private.record_change('interview_id');
create trigger accommodations_are_audited
  after insert or update or delete on reprise.accommodations
  for each row execute function reprise_private.record_change('id');
create trigger interview_instructions_are_audited
  after insert or update or delete on reprise.interview_instructions
  for each row execute function reprise_private.record_change('interview_id');
create trigger interview_criteria_are_audited
  after insert or update or delete on reprise.interview_criteria
  for each row execute function reprise_private.record_change('interview_id');
create trigger organization_members_are_audited
  after insert or update or delete on reprise.organization_members
  for each row execute function reprise_private.record_change('organization_id');
create trigger organization_members_are_not_leaving
  before insert or update of role on reprise.organization_members
  for each row when (new.role = 'owner')
  execute function reprise_private.refuse_leaving_owner();
