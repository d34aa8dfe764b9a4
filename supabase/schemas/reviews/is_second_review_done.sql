-- Returns whether a request for a second review is done: the member who was asked, or without one any member but the one who asked, has
-- submitted a scorecard after it. Scorecards from before the request do not count.
create function reprise_private.is_second_review_done(p_request reprise.second_reviews)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (
    select from reprise.scorecards c
    where c.session_id = p_request.session_id and c.created_at > p_request.asked_at
      and (c.reviewer = p_request.reviewer or (p_request.reviewer is null and c.reviewer is distinct from p_request.asked_by))
  );
end
$$;
comment on function reprise_private.is_second_review_done is 'Returns whether a request for a second review is done.';
