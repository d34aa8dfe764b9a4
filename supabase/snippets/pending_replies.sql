-- Shows conversations whose last message has no reply yet, the longest waiting first: whether a reply is being written, and how many
-- attempts failed. The candidate's client asks for the reply; if the candidate has left, the reply waits until they return.
select u.email, c.session_id, s.title, m.seq, m.message_id, now() - m.created_at as waiting_for,
  r.claimed_until > now() and r.failures = 0 as being_written, coalesce(r.failures, 0) as failures_in_a_row,
  case when r.claimed_until > now() then r.claimed_until end as next_attempt_not_before,
  a.lease_expires_at > now() as candidate_is_live
from reprise.conversations c
join reprise.interview_sessions s on s.id = c.session_id and s.status = 'in_progress'
join auth.users u on u.id = s.user_id
join lateral (
  select m.seq, m.message_id, m.created_at from reprise.messages m
  where m.session_id = c.session_id and m.role = 'candidate'
  order by m.seq desc
  limit 1
) m on (reprise_private.find_reply(c.session_id, m.seq)).seq is null
left join reprise_private.reply_claims r on r.session_id = c.session_id
left join reprise.active_interview_sessions a on a.session_id = c.session_id
order by m.created_at
limit 200;
