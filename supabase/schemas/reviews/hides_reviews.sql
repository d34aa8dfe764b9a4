-- Returns whether the reviews of colleagues about one session are hidden from the caller. The rule of sessions_with_hidden_reviews.
create function reprise_private.hides_reviews(p_session_id uuid)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (
    select from reprise.interview_sessions s
    join reprise.review_rules r on r.interview_id = s.interview_id and r.blind
    where s.id = p_session_id
      and not exists (select from reprise.scorecards c where c.session_id = s.id and c.reviewer = (select auth.uid()))
  );
end
$$;
comment on function reprise_private.hides_reviews is 'Returns whether the reviews of colleagues about a session are hidden from the caller.';
