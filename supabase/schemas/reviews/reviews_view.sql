-- Returns what people wrote about a session, as the caller may see it: the decision with its history (newest first), comments (the newest 200),
-- the newest scorecard of each reviewer, and requests for a second review. While reviews are hidden from the caller, only their own rows are
-- there, requests of colleagues have no note, and "scorecards_hidden" counts the reviewers whose scorecards are not.
create function reprise_private.reviews_view(p_session reprise.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_hidden boolean := reprise_private.hides_reviews(p_session.id);
  v_decisions reprise.decisions[];
begin
  v_decisions := array(
    select d from reprise.decisions d
    where d.session_id = p_session.id and (not v_hidden or d.decided_by = v_user_id) order by d.id desc
  );
  return jsonb_build_object(
    'decision', reprise_private.decision_view(v_decisions[1]),
    'decisions', coalesce((select jsonb_agg(reprise_private.decision_view(d) order by d.id desc) from unnest(v_decisions) d), '[]'),
    'comments', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'id', c.id, 'position', c.position, 'text', c.text, 'author', reprise_private.candidate_name(c.author),
          'created_at', reprise_private.rfc3339(c.created_at)
        ) order by c.id
      )
      from (
        select o.* from reprise.review_comments o
        where o.session_id = p_session.id and (not v_hidden or o.author = v_user_id) order by o.id desc limit 200
      ) c
    ), '[]'),
    'scorecards', coalesce((
      select jsonb_agg(reprise_private.scorecard_view(c) order by c.id)
      from reprise.scorecards c
      where c.session_id = p_session.id and (not v_hidden or c.reviewer = v_user_id)
        and (c.reviewer is null or not exists (
          select from reprise.scorecards o where o.session_id = c.session_id and o.reviewer = c.reviewer and o.id > c.id
        ))
    ), '[]'),
    'second_reviews', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'reviewer', reprise_private.candidate_name(a.reviewer), 'note', case when v_hidden and a.asked_by is distinct from v_user_id then '' else a.note end,
          'asked_by', reprise_private.candidate_name(a.asked_by),
          'asked_at', reprise_private.rfc3339(a.asked_at),
          'done', reprise_private.is_second_review_done(a)
        ) order by a.id
      )
      from reprise.second_reviews a where a.session_id = p_session.id
    ), '[]'),
    'reviews_hidden', v_hidden,
    'scorecards_hidden', case when v_hidden then (
      select count(distinct coalesce(c.reviewer, reprise_private.nobody())) from reprise.scorecards c where c.session_id = p_session.id
    ) else 0 end
  );
end
$$;
comment on function reprise_private.reviews_view is 'Returns what people wrote about a session, as the caller may see it.';
