-- Users who are live now and the time since their last sign of life.
create view reprise_ops.live_sessions with (security_invoker = true) as
select
  a.user_id, a.session_id, s.title, s.mode, a.status, s.position + 1 as question_number, s.question_count,
  a.lease_number, now() - a.updated_at as silent_for, a.lease_expires_at > now() as holds_lease,
  a.updated_at < now() - t.active_session_max_age as overdue
from reprise.active_interview_sessions a
join reprise.interview_sessions s on s.id = a.session_id
cross join reprise_private.settings t
order by a.updated_at;
comment on view reprise_ops.live_sessions is 'Users who are live now. Cleanup deletes overdue rows within a minute.';
