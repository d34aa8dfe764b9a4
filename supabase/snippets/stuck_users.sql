-- Shows candidates who may need help: their session is in progress, and its device has been silent for longer than its lease, or it has no
-- active row although its question's clock is running.
select u.email, s.user_id, s.id as session_id, s.title, s.position + 1 as question_number, s.question_count,
  now() - a.updated_at as silent_for,
  a.user_id is not null as has_live_marker,
  q.deadline_at - now() as time_left,
  s.resume_until,
  reprise_private.can_start_over(s) as can_start_over
from reprise.interview_sessions s
join auth.users u on u.id = s.user_id
left join reprise.active_interview_sessions a on a.session_id = s.id
left join reprise.session_questions q on q.session_id = s.id and q.position = s.position
where s.status = 'in_progress'
  and (a.lease_expires_at < now() or (a.user_id is null and q.deadline_at > now()))
order by s.started_at desc
limit 200;
