-- Returns the numbers of a session's evaluations: total, graded, open, needs_review and failed.
create function reprise_private.grading_counts(p_session_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'total', count(*),
      'graded', count(*) filter (where reprise_private.counted_score(e) is not null),
      'open', count(*) filter (where e.status in ('queued', 'running')),
      'needs_review', count(*) filter (where e.status = 'needs_review' and e.overridden_score is null),
      'failed', count(*) filter (where e.status = 'failed' and e.overridden_score is null)
    )
    from reprise.evaluations e
    where e.session_id = p_session_id
  );
end
$$;
comment on function reprise_private.grading_counts is 'Returns the numbers of a session''s evaluations by state.';
