-- Returns a decision as members see it; null without one.
create function reprise_private.decision_view(p_decision reprise.decisions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return case when p_decision.id is not null then jsonb_build_object(
    'decision', p_decision.decision, 'reason', p_decision.reason,
    'decided_by', reprise_private.candidate_name(p_decision.decided_by), 'decided_at', reprise_private.rfc3339(p_decision.decided_at)
  ) end;
end
$$;
comment on function reprise_private.decision_view is 'Returns a decision as members see it.';
