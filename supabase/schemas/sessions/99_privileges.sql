-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.transcriptions,
  reprise.interview_sessions,
  reprise.session_questions,
  reprise.session_question_keys,
  reprise.answers,
  reprise.late_answers,
  reprise.active_interview_sessions,
  reprise.session_events
from public, anon, authenticated, service_role;
grant select on
  reprise.transcriptions,
  reprise.interview_sessions,
  reprise.session_questions,
  reprise.session_question_keys,
  reprise.answers,
  reprise.late_answers,
  reprise.active_interview_sessions,
  reprise.session_events
to authenticated;
grant all on
  reprise.interview_sessions,
  reprise.session_questions,
  reprise.session_question_keys,
  reprise.active_interview_sessions
to service_role;
grant select on
  reprise.transcriptions,
  reprise.answers,
  reprise.late_answers
to service_role;
grant select, insert on
  reprise.session_events
to service_role;

revoke execute on function
  reprise_private.extend_time,
  reprise_private.check_option,
  reprise.clear_stuck_session,
  reprise.finish_session,
  reprise.get_active_session,
  reprise.heartbeat,
  reprise.list_sessions,
  reprise.resume_session,
  reprise.start_session,
  reprise.submit_answer,
  reprise_private.abandon_or_refuse_conflicts,
  reprise_private.accept_answer,
  reprise_private.answers_view,
  reprise_private.can_review_session,
  reprise_private.can_start_over,
  reprise_private.candidate_name,
  reprise_private.check_submission,
  reprise_private.check_transcription,
  reprise_private.clear_stuck_session,
  reprise_private.close_session,
  reprise_private.copy_question_keys,
  reprise_private.create_session,
  reprise_private.decode_cursor,
  reprise_private.delete_active_row,
  reprise_private.encode_cursor,
  reprise_private.expire_active_row,
  reprise_private.expired_while_away,
  reprise_private.find_late_text,
  reprise_private.finish_session,
  reprise_private.get_active_session,
  reprise_private.has_time_left,
  reprise_private.heartbeat,
  reprise_private.is_live,
  reprise_private.is_same_start,
  reprise_private.is_the_answer,
  reprise_private.store_submission,
  reprise_private.late_body,
  reprise_private.lease_view,
  reprise_private.list_sessions,
  reprise_private.lock_own_session,
  reprise_private.lock_session,
  reprise_private.question_view,
  reprise_private.receipt,
  reprise_private.record_event,
  reprise_private.refuse_change_of_answer,
  reprise_private.refuse_change_of_events,
  reprise_private.release_other_session,
  reprise_private.remaining_seconds,
  reprise_private.renew_lease,
  reprise_private.repeats_answer,
  reprise_private.resume_repeated_start,
  reprise_private.resumable_session,
  reprise_private.resume_session,
  reprise_private.reverse_expiry,
  reprise_private.serve_next_question,
  reprise_private.session_summary,
  reprise_private.session_view,
  reprise_private.sessions_of_caller,
  reprise_private.sessions_under_review,
  reprise_private.settle_session,
  reprise_private.start_mode,
  reprise_private.start_session,
  reprise_private.store_answer,
  reprise_private.store_draft_and_refuse_too_fast,
  reprise_private.store_late_text,
  reprise_private.store_late_text_unless_answer,
  reprise_private.store_text_and_refuse_answered,
  reprise_private.store_text_and_refuse_closed,
  reprise_private.store_text_and_refuse_lease_lost,
  reprise_private.store_transcription,
  reprise_private.submit_answer,
  reprise_private.accepted_body,
  reprise_private.take_lease,
  reprise_private.transcription_view,
  reprise_private.welcome_back
from public, anon, authenticated, service_role;
grant execute on function
  reprise.clear_stuck_session,
  reprise.finish_session,
  reprise.get_active_session,
  reprise.heartbeat,
  reprise.list_sessions,
  reprise.resume_session,
  reprise.start_session,
  reprise.submit_answer,
  reprise_private.clear_stuck_session,
  reprise_private.finish_session,
  reprise_private.get_active_session,
  reprise_private.heartbeat,
  reprise_private.list_sessions,
  reprise_private.resume_session,
  reprise_private.start_session,
  reprise_private.submit_answer
to authenticated;
grant execute on function
  reprise_private.sessions_of_caller,
  reprise_private.sessions_under_review
to authenticated, service_role;
