-- Privileges of the tables and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.decisions,
  reprise.review_comments,
  reprise.review_rules,
  reprise.scorecards,
  reprise.second_reviews
from public, anon, authenticated, service_role;
revoke all on sequence
  reprise.decisions_id_seq,
  reprise.review_comments_id_seq,
  reprise.scorecards_id_seq,
  reprise.second_reviews_id_seq
from public, anon, authenticated, service_role;
grant select on
  reprise.decisions,
  reprise.review_comments,
  reprise.review_rules,
  reprise.scorecards,
  reprise.second_reviews
to authenticated;
grant insert, update on reprise.review_rules to authenticated;

revoke execute on function
  reprise.export_candidates,
  reprise.review_sessions,
  reprise_private.candidate_row,
  reprise_private.comment_on_session,
  reprise_private.count_review,
  reprise_private.decide,
  reprise_private.decision_view,
  reprise_private.event_of_review,
  reprise_private.export_candidates,
  reprise_private.find_candidates,
  reprise_private.hides_reviews,
  reprise_private.invited_row,
  reprise_private.is_hidden_event,
  reprise_private.is_second_review_done,
  reprise_private.list_candidates,
  reprise_private.own_decision_view,
  reprise_private.refuse_change_of_review,
  reprise_private.refuse_unblinding,
  reprise_private.request_second_review,
  reprise_private.review_sessions,
  reprise_private.reviews_view,
  reprise_private.scorecard_view,
  reprise_private.sessions_with_hidden_reviews,
  reprise_private.submit_scorecard,
  reprise_private.unknown_person,
  reprise_private.waiting_points
from public, anon, authenticated, service_role;
grant execute on function
  reprise.export_candidates,
  reprise.review_sessions,
  reprise_private.export_candidates,
  reprise_private.review_sessions,
  reprise_private.sessions_with_hidden_reviews
to authenticated;
