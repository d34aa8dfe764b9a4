-- Row level security without a policy: only functions read these tables. And the triggers that write events, one a kind.

alter table reprise_private.organization_events enable row level security;
alter table reprise_private.webhooks enable row level security;
alter table reprise_private.webhook_secrets enable row level security;
alter table reprise_private.webhook_deliveries enable row level security;
alter table reprise_private.notice_preferences enable row level security;
alter table reprise_private.notice_cursors enable row level security;
alter table reprise_private.notice_mails enable row level security;
alter table reprise_private.reminder_address_days enable row level security;
alter table reprise_private.reminder_refusals enable row level security;

create trigger webhooks_are_audited after insert or delete on reprise_private.webhooks
  for each row execute function reprise_private.record_change('id');
create trigger invitations_event_created after insert on reprise.invitations
  for each row when (new.user_id is null) execute function reprise_private.record_organization_event('invitation.created');
create trigger invitations_event_place_taken after insert on reprise.invitations
  for each row when (new.user_id is not null) execute function reprise_private.record_organization_event('invitation.accepted');
create trigger invitations_event_opened after update of opened_at on reprise.invitations
  for each row when (old.opened_at is null and new.opened_at is not null)
  execute function reprise_private.record_organization_event('invitation.opened');
create trigger invitations_event_accepted after update of user_id on reprise.invitations
  for each row when (old.user_id is null and new.user_id is not null)
  execute function reprise_private.record_organization_event('invitation.accepted');
create trigger invitations_event_revoked after update of revoked_at on reprise.invitations
  for each row when (old.revoked_at is null and new.revoked_at is not null)
  execute function reprise_private.record_organization_event('invitation.revoked');

create trigger interview_sessions_event_started after insert on reprise.interview_sessions
  for each row when (new.organization_id is not null) execute function reprise_private.record_organization_event('session.started');
create trigger interview_sessions_event_completed after update of status on reprise.interview_sessions
  for each row when (new.organization_id is not null and old.status <> 'completed' and new.status = 'completed')
  execute function reprise_private.record_organization_event('session.completed');

create trigger evaluations_event_needs_review_at_once after insert on reprise.evaluations
  for each row when (new.status in ('needs_review', 'failed'))
  execute function reprise_private.record_organization_event('evaluation.needs_review');
create trigger evaluations_event_needs_review after update of status on reprise.evaluations
  for each row when (old.status <> new.status and new.status in ('needs_review', 'failed'))
  execute function reprise_private.record_organization_event('evaluation.needs_review');
create trigger session_results_event_ready after update of status on reprise.session_results
  for each row when (new.status in ('ready', 'failed') and old.status not in ('ready', 'failed'))
  execute function reprise_private.record_organization_event('result.ready');
create trigger decisions_event_made after insert on reprise.decisions
  for each row execute function reprise_private.record_organization_event('decision.made');

create trigger organization_members_event_joined after insert on reprise.organization_members
  for each row execute function reprise_private.record_organization_event('member.joined');
create trigger organization_members_event_changed after update of role on reprise.organization_members
  for each row when (old.role <> new.role) execute function reprise_private.record_organization_event('member.changed');
create trigger organization_members_event_removed after delete on reprise.organization_members
  for each row execute function reprise_private.record_organization_event('member.removed');
create trigger organization_members_get_notice_cursors after insert on reprise.organization_members
  for each row execute function reprise_private.create_notice_cursors();
