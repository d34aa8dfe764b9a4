-- Returns one row of the candidates' table for somebody who has not started: it has the members of a row of a session (candidate_row), which are
-- null, except that nothing is flagged and nobody is live.
create function reprise_private.invited_row(p_id uuid, p_user_id uuid, p_email text, p_state text, p_since timestamptz)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_object_agg(m, null::text)
    from unnest(array[
      'id', 'mode', 'interview_id', 'title', 'status', 'position', 'question_count', 'time_limits', 'started_at', 'resume_until', 'completed_at',
      'closed_reason', 'extra_time_percent', 'practice', 'results_status', 'score', 'maximum', 'percentage', 'all_graded', 'waiting_points',
      'recommendation', 'decision', 'reviews_hidden', 'comments', 'scorecards'
    ]) m
  ) || jsonb_build_object(
    'invitation_id', nullif(p_id, p_user_id), 'state', p_state, 'invited_at', reprise_private.rfc3339(p_since), 'flags', '[]'::jsonb, 'live', false,
    'candidate', coalesce(
      reprise_private.candidate_name(p_user_id), jsonb_build_object('user_id', null, 'email', p_email, 'name', p_email)
    )
  );
end
$$;
comment on function reprise_private.invited_row is 'Returns somebody who has not started as a row of the candidates'' table.';
