-- Returns the `time_credits` of the API: what the time ledger gives to a question, and the break before it, oldest first. Null rows of a question
-- that was not found give an empty list. Nobody is named: candidates see it.
create function reprise_private.time_credits_view(p_question reprise.session_questions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object(
      'kind', c.kind, 'seconds', trim_scale(g.seconds), 'reason', c.reason, 'at', reprise_private.rfc3339(c.created_at)
    ) order by c.created_at, c.id)
    from reprise.time_credits c
    cross join lateral (
      select case
        when c.kind = 'break' and c.created_at >= p_question.served_at then c.seconds
        else reprise_private.credited_seconds(c, p_question.time_limit_seconds, p_question.served_at)
      end as seconds
    ) g
    where c.session_id = p_question.session_id and (c.position = p_question.position or c.position is null) and g.seconds > 0
  ), '[]');
end
$$;
comment on function reprise_private.time_credits_view is 'Returns what the time ledger gives to a question.';
