-- The session view of the API: session, current question, lease (null for a caller who does not hold it), own answers.
create function private.session_view(p_session public.interview_sessions, p_active public.active_interview_sessions)
returns jsonb
language sql volatile set search_path = ''
as $$
  select jsonb_build_object(
    'session', private.session_summary(p_session),
    'question', private.question_view(p_session),
    'lease', private.lease_view(p_active),
    'answers', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'position', a.position, 'answer', a.answer, 'source', a.source,
          'receipt', private.receipt(a.id, a.received_at, a.sha256, a.late_by)
        ) order by a.position
      )
      from public.answers a where a.session_id = p_session.id
    ), '[]'),
    'server_time', private.rfc3339(clock_timestamp())
  )
$$;
comment on function private.session_view(public.interview_sessions, public.active_interview_sessions) is 'The session view of the API.';
revoke execute on function private.session_view(public.interview_sessions, public.active_interview_sessions) from public, anon, authenticated;
