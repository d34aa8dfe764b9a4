-- Returns the earlier versions of an evaluation, oldest first.
create function reprise_private.evaluation_history_view(p_answer_id uuid)
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
    from reprise.evaluation_history h
    where h.answer_id = p_answer_id
  );
end
$$;
comment on function reprise_private.evaluation_history_view is 'Returns the earlier versions of an evaluation.';
