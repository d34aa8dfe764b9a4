-- Returns the p_latest latest of the earlier versions of an evaluation (null: all), oldest first.
create function reprise_private.evaluation_history_view(p_answer_id uuid, p_latest integer)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'replaced_at', reprise_private.rfc3339(h.replaced_at), 'actor', h.actor, 'reason', h.reason,
      'status', h.evaluation -> 'status', 'score', h.evaluation -> 'score', 'overridden_score', h.evaluation -> 'overridden_score',
      'grader', h.evaluation -> 'grader', 'model', h.evaluation -> 'model', 'prompt_version', h.evaluation -> 'prompt_version'
    ) order by h.id), '[]')
    from (
      select e.* from reprise.evaluation_history e where e.answer_id = p_answer_id or e.conversation_id = p_answer_id order by e.id desc limit p_latest
    ) h
  );
end
$$;
comment on function reprise_private.evaluation_history_view is 'Returns the earlier versions of an evaluation.';
