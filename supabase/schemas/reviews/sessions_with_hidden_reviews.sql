-- Returns the sessions of the caller's organizations about which the caller must not see what colleagues wrote: their interview is reviewed
-- blind, and the caller's own scorecard is not in. Security definer, like reprise_private.sessions_under_review.
create function reprise_private.sessions_with_hidden_reviews()
returns setof uuid
language sql stable security definer set search_path = ''
as $$
  select s.id
  from reprise.review_rules r
  join reprise.interview_sessions s on s.interview_id = r.interview_id
  where r.blind and s.organization_id in (select reprise_private.organizations_of_caller())
    and not exists (select from reprise.scorecards c where c.session_id = s.id and c.reviewer = (select auth.uid()))
$$;
comment on function reprise_private.sessions_with_hidden_reviews is 'Returns the sessions whose reviews by colleagues are hidden from the caller.';
