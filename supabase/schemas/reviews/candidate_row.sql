-- Returns one row of the candidates' table: a session with its result and what people decided about it, as the caller may see it.
create function reprise_private.candidate_row(p_session reprise.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_hidden boolean := reprise_private.hides_reviews(p_session.id);
  v_decision reprise.decisions;
begin
  select * into v_decision from reprise.decisions d
  where d.session_id = p_session.id and (not v_hidden or d.decided_by = v_user_id) order by d.id desc limit 1;
  return reprise_private.result_row(p_session) || jsonb_build_object(
    'state', p_session.status,
    'live', exists (
      select from reprise.active_interview_sessions a where a.session_id = p_session.id and a.lease_expires_at > now()
    ),
    'decision', reprise_private.decision_view(v_decision), 'reviews_hidden', v_hidden,
    'comments', (
      select count(*) from reprise.review_comments c where c.session_id = p_session.id and (not v_hidden or c.author = v_user_id)
    ),
    'scorecards', (select count(distinct c.reviewer) from reprise.scorecards c where c.session_id = p_session.id),
    'invited_at', null
  );
end
$$;
comment on function reprise_private.candidate_row is 'Returns a session as a row of the candidates'' table.';
