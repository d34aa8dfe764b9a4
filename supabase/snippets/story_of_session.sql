-- Shows everything that happened in one session, in order: events, questions served and drafts saved. A null actor is the clock.
-- Contains no text of the candidate. Set the session's id in the first line.
with chosen as (select '00000000-0000-0000-0000-000000000000'::uuid as session_id)
select story.at, story.what, story.question_number, story.actor, story.detail, story.repeats, story.last_at
from (
  select e.at, e.id as tie, e.event as what, (e.detail ->> 'position')::integer + 1 as question_number, u.email as actor, e.detail,
    e.repeats, e.last_at
  from chosen
  join reprise.session_events e on e.session_id = chosen.session_id
  left join auth.users u on u.id = e.actor
  union all
  select q.served_at, 0, 'question handed out', q.position + 1, null,
    jsonb_build_object('kind', q.kind, 'deadline_at', q.deadline_at, 'closed_at', q.closed_at), null, null
  from chosen
  join reprise.session_questions q on q.session_id = chosen.session_id and q.served_at is not null
  union all
  select q.draft_at, 0, 'last draft saved', q.position + 1, null, jsonb_build_object('bytes', octet_length(q.draft)), null, null
  from chosen
  join reprise.session_questions q on q.session_id = chosen.session_id and q.draft_at is not null
) story
order by story.at, story.tie;
