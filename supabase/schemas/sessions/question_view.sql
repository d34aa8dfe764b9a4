-- Returns the question object of the API: the current question if it has been served and the session is open, else null.
create function reprise_private.question_view(p_session reprise.interview_sessions)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'position', q.position,
      'kind', q.kind,
      'prompt', q.prompt,
      'options', reprise_private.shown_options(q.kind, q.options),
      'points', q.points,
      'time_limit_seconds', q.time_limit_seconds,
      'served_at', reprise_private.rfc3339(q.served_at),
      'deadline_at', reprise_private.rfc3339(q.deadline_at),
      'grace_seconds', p_session.grace_seconds,
      'remaining_seconds', reprise_private.remaining_seconds(q.deadline_at),
      'draft', q.draft,
      'time_credits', reprise_private.time_credits_view(q)
    )
    from reprise.session_questions q
    where q.session_id = p_session.id and q.position = p_session.position
      and p_session.status = 'in_progress' and q.served_at is not null and q.closed_at is null
  );
end
$$;
comment on function reprise_private.question_view is 'Returns the question object of the API.';
