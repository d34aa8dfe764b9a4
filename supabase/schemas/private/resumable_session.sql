-- Returns the session a user is live in, else the latest they can still resume; a null row if there is none. A session whose last question
-- has expired is over, even if nothing has settled it yet.
create function private.resumable_session(p_user_id uuid)
returns public.interview_sessions
language plpgsql stable set search_path = ''
as $$
declare
  v_row public.interview_sessions;
begin
  select s.* into v_row
  from public.interview_sessions s
  left join public.active_interview_sessions a on a.session_id = s.id
  left join public.session_questions last on last.session_id = s.id and last.position = s.question_count - 1
  where s.user_id = p_user_id and s.status = 'in_progress' and (s.resume_until >= now() or private.has_time_left(s))
    and not coalesce(last.deadline_at + make_interval(secs => s.grace_seconds) < now(), false)
  order by (a.user_id is not null) desc, s.started_at desc, s.id desc
  limit 1;
  return v_row;
end
$$;
comment on function private.resumable_session(uuid) is 'The session a user is live in, or the latest they can resume.';
revoke execute on function private.resumable_session(uuid) from public, anon, authenticated;
