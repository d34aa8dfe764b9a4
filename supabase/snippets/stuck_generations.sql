-- Shows content of prep sessions that was requested and is not stored after five minutes, oldest first. `requested`: the process ended
-- before it called the model. `running`: it ended, or lost the database, during the call. Both are harmless: the next equal request takes
-- over once the claim has expired, and counts no further use. Many at once mean that the HTTP functions are killed, or time out before the
-- model does.
-- `not merged`: stored, but the document was full; the next equal request merges it.
select
  case when g.status = 'done' then 'not merged' else g.status end as what, now() - coalesce(g.finished_at, g.requested_at) as waiting,
  g.claimed_until <= now() as claim_is_past, g.request ->> 'kind' as kind, g.id as generation_id, g.prep_session_id, u.email
from reprise.prep_generations g
join reprise.prep_sessions s on s.id = g.prep_session_id
join auth.users u on u.id = s.user_id
where (g.status <> 'done' and g.requested_at < now() - interval '5 minutes') or (g.status = 'done' and not g.merged)
order by g.requested_at
limit 200;
