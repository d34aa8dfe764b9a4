-- Privileges of the tables and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.outages,
  reprise.time_credits,
  reprise.accommodations
from public, anon, authenticated, service_role;
grant select on
  reprise.time_credits
to authenticated;
grant select, insert, update on
  reprise.accommodations
to authenticated;

revoke execute on function
  reprise.credit_outages,
  reprise.credit_sessions,
  reprise.probe_writes,
  reprise.record_outage,
  reprise.revoke_outage,
  reprise_private.accommodation_extra_time,
  reprise_private.answer_with_late_text,
  reprise_private.can_reopen_question,
  reprise_private.credit_outage,
  reprise_private.credit_outages,
  reprise_private.credit_sessions,
  reprise_private.credit_time,
  reprise_private.credited_seconds,
  reprise_private.extra_time_at_start,
  reprise_private.late_text_in_time,
  reprise_private.longest_silence,
  reprise_private.measure_missed_runs,
  reprise_private.probe_writes,
  reprise_private.question_seconds,
  reprise_private.questions_in_outage,
  reprise_private.record_outage,
  reprise_private.record_starting_credit,
  reprise_private.refuse_change_of_time_credit,
  reprise_private.reopen_question,
  reprise_private.revoke_credit,
  reprise_private.revoke_outage,
  reprise_private.set_deadline,
  reprise_private.store_outage,
  reprise_private.time_credits_view,
  reprise_private.time_ledger_view,
  reprise_private.was_closed_by_the_clock
from public, anon, authenticated, service_role;
grant execute on function
  reprise.credit_sessions,
  reprise.revoke_outage,
  reprise_private.credit_sessions,
  reprise_private.revoke_outage
to authenticated;
grant execute on function
  reprise.credit_outages,
  reprise.probe_writes,
  reprise.record_outage,
  reprise_private.credit_outages,
  reprise_private.probe_writes,
  reprise_private.record_outage
to service_role;
