-- Shows the messages and drafts of the last week that could not become part of a transcript, without their content. Reviewers find the
-- texts in the session's results.
select k.received_at, k.reason, u.email, k.session_id, s.title, k.message_id is null as is_draft, k.lease_number, octet_length(k.content) as bytes
from reprise.late_messages k
join reprise.interview_sessions s on s.id = k.session_id
join auth.users u on u.id = s.user_id
where k.received_at > now() - interval '7 days'
order by k.received_at desc
limit 200;
