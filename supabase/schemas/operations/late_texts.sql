-- Late texts of the last week, for review.
create view reprise_ops.late_texts with (security_invoker = true) as
select
  k.received_at, k.reason, k.late_by, s.title, s.user_id, k.session_id, k.position + 1 as question_number,
  octet_length(k.answer) as bytes
from reprise.late_answers k
join reprise.interview_sessions s on s.id = k.session_id
where k.received_at > now() - interval '7 days'
order by k.received_at desc;
comment on view reprise_ops.late_texts is 'Late texts of the last week, without their content.';
