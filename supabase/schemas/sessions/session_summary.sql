-- Returns the session object of the API.
create function reprise_private.session_summary(p_session reprise.interview_sessions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_session.id,
    'mode', p_session.mode,
    'interview_id', p_session.interview_id,
    'title', p_session.title,
    'status', p_session.status,
    'position', p_session.position,
    'question_count', p_session.question_count,
    'time_limits', p_session.time_limits,
    'started_at', reprise_private.rfc3339(p_session.started_at),
    'resume_until', reprise_private.rfc3339(p_session.resume_until),
    'completed_at', reprise_private.rfc3339(p_session.completed_at),
    'closed_reason', p_session.closed_reason,
    'extra_time_percent', p_session.extra_time_percent,
    'practice', case when p_session.mode = 'practice' then jsonb_build_object(
      'interview_type', p_session.interview_type, 'domain', p_session.domain, 'difficulty', p_session.difficulty
    ) end
  );
end
$$;
comment on function reprise_private.session_summary is 'Returns the session object of the API.';
