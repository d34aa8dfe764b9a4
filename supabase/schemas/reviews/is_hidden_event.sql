-- Returns whether an event tells what a colleague wrote about a session whose reviews are hidden from the caller. p_hidden says whether they are.
create function reprise_private.is_hidden_event(p_event reprise.session_events, p_hidden boolean)
returns boolean
language sql stable set search_path = ''
return p_hidden and p_event.event in ('decision_made', 'comment_added', 'scorecard_submitted', 'second_review_requested')
  and p_event.actor is distinct from reprise_private.caller_id();
comment on function reprise_private.is_hidden_event is 'Returns whether an event tells what the caller must not see yet.';
