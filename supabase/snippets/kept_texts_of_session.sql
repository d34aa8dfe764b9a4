-- Shows the late texts of one session beside the accepted answers. Contains what the candidate wrote: share it only with people who may
-- read their answers. Set the session's id in the first line.
with chosen as (select '00000000-0000-0000-0000-000000000000'::uuid as session_id)
select k.position + 1 as question_number, k.received_at, k.reason, k.late_by, k.lease_number, k.answer as find_late_text,
  a.source as accepted_source, a.received_at as accepted_at, a.answer as accepted_answer
from chosen
join reprise.late_answers k on k.session_id = chosen.session_id
left join reprise.answers a on a.session_id = k.session_id and a.position = k.position
order by k.position, k.received_at;
