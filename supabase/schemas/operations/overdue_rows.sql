-- Returns the rows that cleanup has to process after a cursor, in the order in which they fell due. Stage 1: sessions whose current question
-- (with grace), break or resume window has expired. Stage 2: overdue active rows. Both read partial indexes or the small table of active rows, so
-- the cost depends on the rows to process, not on the rows stored.
create function reprise_private.overdue_rows(p_after jsonb, p_limit integer)
returns table (stage integer, due_at timestamptz, session_id uuid, user_id uuid)
language sql stable set search_path = ''
as $$
  with due as (
    select 1 as stage, q.deadline_at + make_interval(secs => s.grace_seconds) as due_at, s.id as session_id, s.user_id
    from reprise.session_questions q
    join reprise.interview_sessions s on s.id = q.session_id and s.position = q.position and s.status = 'in_progress'
    where q.closed_at is null and q.deadline_at < now()
      and q.deadline_at + make_interval(secs => s.grace_seconds) < now()
    union all
    select 1, s.resume_until, s.id, s.user_id
    from reprise.interview_sessions s
    where s.status = 'in_progress' and s.resume_until < now() and not reprise_private.has_time_left(s)
    union all
    select 1, s.break_until, s.id, s.user_id
    from reprise.interview_sessions s
    where s.break_until < now()
    union all
    select 2, a.updated_at + t.active_session_max_age, a.session_id, a.user_id
    from reprise.active_interview_sessions a, reprise_private.settings t
    where a.updated_at < now() - t.active_session_max_age
  )
  select d.stage, d.due_at, d.session_id, d.user_id
  from due d
  where p_after is null
    or (d.stage, d.due_at, d.session_id)
      > ((p_after ->> 'stage')::integer, (p_after ->> 'due_at')::timestamptz, (p_after ->> 'session_id')::uuid)
  order by d.stage, d.due_at, d.session_id
  limit p_limit
$$;
comment on function reprise_private.overdue_rows is 'Returns the sessions and active rows that cleanup has to process.';
