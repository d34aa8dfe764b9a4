-- Shows what the next cleanup has to do, oldest first. If a row stays for more than a minute or two, cleanup is falling behind.
-- stage 1: a question or the resume window has expired; stage 2: an active row without a recent sign of life.
select o.stage, now() - o.due_at as waiting, o.session_id, u.email, s.title, s.position + 1 as question_number
from reprise_private.overdue_rows(null, 200) o
join reprise.interview_sessions s on s.id = o.session_id
join auth.users u on u.id = o.user_id
order by o.stage, o.due_at;
