-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.interview_criteria,
  reprise.conversation_criteria
from public, anon, authenticated, service_role;
grant select, insert, update, delete on
  reprise.interview_criteria
to authenticated;
grant select on
  reprise.conversation_criteria
to authenticated;

revoke execute on function
  reprise_private.assessed_criteria,
  reprise_private.assessment_bytes,
  reprise_private.assessment_job,
  reprise_private.assessment_view,
  reprise_private.check_criteria,
  reprise_private.conversation_criterion_faults,
  reprise_private.copy_criteria,
  reprise_private.current_criteria,
  reprise_private.default_criteria,
  reprise_private.has_changed_criteria,
  reprise_private.overridden_criteria,
  reprise_private.override_assessment,
  reprise_private.queue_assessment,
  reprise_private.retry_assessment,
  reprise_private.summarized_criteria,
  reprise_private.take_changed_criteria,
  reprise_private.transcript_extract
from public, anon, authenticated, service_role;
