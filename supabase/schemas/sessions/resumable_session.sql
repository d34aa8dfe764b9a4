-- Returns the session a user is live in, else the latest they can still resume; a null row if there is none. A session whose last question
-- has expired is over, even if nothing has settled it yet.
create function reprise_private.resumable_session(p_user_id uuid)
returns reprise.interview_sessions
language plpgsql stable set search_path = ''
as $$
declare
  v_row reprise.interview_sessions;
begin
  select s.* into v_row
  from reprise.interview_sessions s
  left join reprise.active_interview_sessions a on a.session_id = s.id
  left join reprise.session_questions last on last.session_id = s.id and last.position = s.question_count - 1
  where s.user_id = p_user_id and s.status = 'in_progress' and (s.resume_until >= now() or reprise_private.has_time_left(s))
    and not coalesce(last.deadline_at + make_interval(secs => s.grace_seconds) < now(), false)
  order by (a.user_id is not null) desc, s.started_at desc, s.id desc
  limit 1;
  return v_row;
end
$$;
comment on function reprise_private.resumable_session is 'Returns the session a user is live in, else the latest they can resume.';
