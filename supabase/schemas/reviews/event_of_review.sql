-- Returns the name of the event that an action of a reviewer writes.
create function reprise_private.event_of_review(p_action text)
returns text
language sql immutable set search_path = ''
return case p_action
  when 'decide' then 'decision_made'
  when 'comment' then 'comment_added'
  when 'submit_scorecard' then 'scorecard_submitted'
  when 'request_second_review' then 'second_review_requested'
  else p_action
end;
comment on function reprise_private.event_of_review is 'Returns the name of the event that an action of a reviewer writes.';
