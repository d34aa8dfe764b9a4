-- Returns the result object of the API; null while there is none. Marks the recommendation as advisory.
create function reprise_private.result_view(p_session_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'total', r.total, 'maximum', r.maximum, 'percentage', r.percentage, 'all_graded', r.all_graded,
      'waiting_points', reprise_private.waiting_points(p_session_id),
      'note', case when not r.all_graded then 'Not all answers are graded.' end,
      'summary', r.summary, 'strengths', r.strengths, 'improvements', r.improvements,
      'recommendation', r.recommendation, 'advisory', true, 'grader', r.grader
    )
    from reprise.session_results r
    where r.session_id = p_session_id and r.status in ('ready', 'failed')
  );
end
$$;
comment on function reprise_private.result_view is 'Returns the result object of the API.';
