-- Returns a scorecard as members see it, with the newest 3 earlier ones of the same reviewer.
create function reprise_private.scorecard_view(p_scorecard reprise.scorecards)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_scorecard.id, 'reviewer', reprise_private.candidate_name(p_scorecard.reviewer), 'recommendation', p_scorecard.recommendation,
    'ratings', p_scorecard.ratings, 'note', p_scorecard.note, 'created_at', reprise_private.rfc3339(p_scorecard.created_at),
    'earlier', coalesce((
      select jsonb_agg(
        jsonb_build_object('recommendation', c.recommendation, 'ratings', c.ratings, 'note', c.note, 'created_at', reprise_private.rfc3339(c.created_at))
        order by c.id desc
      )
      from (
        select o.* from reprise.scorecards o
        where o.session_id = p_scorecard.session_id and o.reviewer = p_scorecard.reviewer and o.id < p_scorecard.id
        order by o.id desc limit 3
      ) c
    ), '[]')
  );
end
$$;
comment on function reprise_private.scorecard_view is 'Returns a scorecard as members see it.';
