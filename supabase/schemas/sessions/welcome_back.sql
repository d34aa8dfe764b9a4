-- Returns what the welcome-back dialog shows: the session, the current question, the time left, and whether another client is live in it.
-- Reads only: reports an expired question (time_expired) without closing it. The time left is null for a conversation and for a question
-- without a limit.
create function reprise_private.welcome_back(p_session reprise.interview_sessions, p_client_id uuid default null)
returns jsonb
language plpgsql volatile set search_path = ''
as $$
begin
  return (
    select reprise_private.session_summary(p_session) || jsonb_build_object(
      'question_number', q.position + 1,
      'time_remaining_seconds', coalesce(
        reprise_private.remaining_seconds(coalesce(q.deadline_at, ended.deadline_at)),
        trim_scale(whole.seconds)
      ),
      'time_expired', coalesce(
        coalesce(q.deadline_at, ended.deadline_at) + make_interval(secs => p_session.grace_seconds) < now(), false
      ),
      'live_elsewhere', exists (
        select from reprise.active_interview_sessions a
        where a.session_id = p_session.id and a.lease_expires_at > now() and a.client_id is distinct from p_client_id
      ),
      'can_start_over', reprise_private.can_start_over(p_session),
      'break', case when ended.deadline_at is null then reprise_private.break_view(p_session) end
    )
    from (values (p_session.id, p_session.position)) as current (session_id, position)
    left join reprise.session_questions q using (session_id, position)
    cross join lateral (
      select reprise_private.question_seconds(q.session_id, q.position, q.time_limit_seconds, null) as seconds
    ) whole
    -- A break whose time is over, but which nothing has ended yet.
    cross join lateral (
      select case
        when p_session.break_until < now() then p_session.break_until + make_interval(secs => whole.seconds::double precision)
      end as deadline_at
    ) ended
  );
end
$$;
comment on function reprise_private.welcome_back is 'Returns what the welcome-back dialog shows.';
