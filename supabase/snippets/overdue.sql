-- What the next cleanup sweep has to do, oldest first. Anything here for more than a minute or two means that cleanup does not keep up.
-- stage 1: a question or the resume window has run out; stage 2: a live marker without a sign of life.
select o.stage, now() - o.due_at as waiting, o.session_id, u.email, s.title, s.position + 1 as question_number
from private.overdue_rows(null, 200) o
join public.interview_sessions s on s.id = o.session_id
join auth.users u on u.id = o.user_id
order by o.stage, o.due_at;
