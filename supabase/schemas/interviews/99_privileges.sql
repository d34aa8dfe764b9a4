-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.interviews,
  reprise.interview_questions,
  reprise.interview_invitations
from public, anon, authenticated, service_role;
grant select, insert, update, delete on
  reprise.interviews,
  reprise.interview_questions,
  reprise.interview_invitations
to authenticated;

revoke execute on function
  reprise.get_interview_warnings,
  reprise.list_interviews,
  reprise.publish_interview,
  reprise_private.askable_questions,
  reprise_private.attempts_left,
  reprise_private.can_review_interview,
  reprise_private.check_interview,
  reprise_private.check_published_interview,
  reprise_private.check_published_list,
  reprise_private.check_published_question,
  reprise_private.check_unpublished_interview,
  reprise_private.draw_questions,
  reprise_private.get_interview_warnings,
  reprise_private.interview_extent,
  reprise_private.interview_item,
  reprise_private.interview_totals,
  reprise_private.interview_warnings,
  reprise_private.interviews_of_caller,
  reprise_private.invitation_extra_time,
  reprise_private.is_invited,
  reprise_private.list_interviews,
  reprise_private.may_start_interview,
  reprise_private.publish_interview,
  reprise_private.publishing_faults,
  reprise_private.publishing_faults_of_interview,
  reprise_private.publishing_faults_of_question,
  reprise_private.refuse_unpublishable,
  reprise_private.refuse_unpublishable_question,
  reprise_private.seeded_hash,
  reprise_private.shuffled_options
from public, anon, authenticated, service_role;
grant execute on function
  reprise.get_interview_warnings,
  reprise.list_interviews,
  reprise.publish_interview,
  reprise_private.list_interviews,
  reprise_private.get_interview_warnings,
  reprise_private.interviews_of_caller,
  reprise_private.publish_interview
to authenticated;
