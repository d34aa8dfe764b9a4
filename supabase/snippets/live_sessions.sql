-- Shows who is live now, the longest silent first. overdue means that cleanup should have deleted the row by now.
select u.email, l.*
from reprise_ops.live_sessions l
join auth.users u on u.id = l.user_id;
