-- Returns the decision about a session as its candidate sees it: without reason and author, and only if the interview says so. Null otherwise.
create function reprise_private.own_decision_view(p_session reprise.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('decision', d.decision, 'decided_at', reprise_private.rfc3339(d.decided_at))
    from reprise.decisions d
    where d.session_id = p_session.id and exists (
      select from reprise.review_rules r
      join reprise.interviews i on i.id = r.interview_id and i.organization_id = p_session.organization_id
      where r.interview_id = p_session.interview_id and r.decision_visible_to_candidate
    )
    order by d.id desc
    limit 1
  );
end
$$;
comment on function reprise_private.own_decision_view is 'Returns the decision about a session as its candidate sees it.';
