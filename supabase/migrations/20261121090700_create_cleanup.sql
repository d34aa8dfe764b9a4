-- A scheduled sweep frees users from silent sessions and closes what ran out while nobody looked.

-- What the health endpoint reports: schema version, and whether cleanup keeps up. Caller: service role. Reads only.
create function private.get_health()
returns jsonb
language sql stable security definer set search_path = ''
as $$
  select jsonb_build_object(
    'database', 'ok',
    'migration', (select max(m.version) from supabase_migrations.schema_migrations m),
    'cleanup', jsonb_build_object(
      'last_run_at', (select private.rfc3339(max(r.started_at)) from public.cleanup_runs r),
      'oldest_overdue_seconds', (
        select round(extract(epoch from now() - min(a.updated_at) - t.active_session_max_age), 3)
        from public.active_interview_sessions a
        where a.updated_at < now() - t.active_session_max_age
      )
    )
  )
  from private.settings t
$$;
comment on function private.get_health() is 'Facts for the health endpoint.';
revoke execute on function private.get_health() from public, anon, authenticated;
grant execute on function private.get_health() to service_role;

-- What a sweep has to do, in the order in which it fell due, after a cursor: stage 1, sessions whose current question (with grace)
-- or resume window has run out; stage 2, overdue live markers. Both stages read partial indexes or the small live table, so
-- the cost follows the rows to do, not the rows stored.
create function private.overdue_rows(p_after jsonb, p_limit integer)
returns table (stage integer, due_at timestamptz, session_id uuid, user_id uuid)
language sql stable set search_path = ''
as $$
  with due as (
    select 1 as stage, q.deadline_at + make_interval(secs => s.grace_seconds) as due_at, s.id as session_id, s.user_id
    from public.session_questions q
    join public.interview_sessions s on s.id = q.session_id and s.position = q.position and s.status = 'in_progress'
    where q.closed_at is null and q.deadline_at < now()
      and q.deadline_at + make_interval(secs => s.grace_seconds) < now()
    union all
    select 1, s.resume_until, s.id, s.user_id
    from public.interview_sessions s
    where s.status = 'in_progress' and s.resume_until < now()
    union all
    select 2, a.updated_at + t.active_session_max_age, a.session_id, a.user_id
    from public.active_interview_sessions a, private.settings t
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
comment on function private.overdue_rows(jsonb, integer) is 'The work list of a cleanup sweep.';
revoke execute on function private.overdue_rows(jsonb, integer) from public, anon, authenticated;

-- One row of the sweep: deletes one overdue live marker, if it still is overdue under the candidate's lock. Skips it while
-- its candidate is in a transaction of their own. Returns how many rows were deleted: 0 or 1.
create function private.release_overdue(p_session_id uuid, p_user_id uuid)
returns integer
language plpgsql set search_path = ''
as $$
begin
  if not pg_try_advisory_xact_lock(private.candidate_lock_key(p_user_id)) then
    return 0;
  end if;
  -- A statement of its own: its snapshot must be newer than the lock, or it could miss a heartbeat just committed.
  if private.is_live(p_session_id) then
    return 0;
  end if;
  return private.expire_marker(p_session_id)::integer;
end
$$;
comment on function private.release_overdue(uuid, uuid) is 'Deletes one overdue live marker during a sweep.';
revoke execute on function private.release_overdue(uuid, uuid) from public, anon, authenticated;

-- One row of the sweep: settles one session whose time is up. Skips it (null) while its candidate is in a transaction of their
-- own, which settles it anyway, and when it has been erased meanwhile. Returns what happened: expired questions and abandoned sessions.
create function private.settle_overdue(p_session_id uuid, p_user_id uuid)
returns table (expired integer, abandoned integer)
language plpgsql set search_path = ''
as $$
declare
  v_before public.interview_sessions;
  v_after public.interview_sessions;
begin
  if not pg_try_advisory_xact_lock(private.candidate_lock_key(p_user_id)) then
    return;
  end if;
  select * into v_before from public.interview_sessions s where s.id = p_session_id;
  if not found then
    return;
  end if;
  v_after := private.settle_session(v_before);
  expired := v_after.position - v_before.position;
  abandoned := (v_before.status = 'in_progress' and v_after.status = 'abandoned')::integer;
  return next;
end
$$;
comment on function private.settle_overdue(uuid, uuid) is 'Settles one overdue session during a sweep.';
revoke execute on function private.settle_overdue(uuid, uuid) from public, anon, authenticated;

-- One batch of the sweep, one transaction: settles sessions whose question or resume window has run out, then deletes live markers
-- without a sign of life for private.settings.active_session_max_age. Caller: the scheduler (service role) or pg_cron. Each row
-- has its own subtransaction, so a broken one is counted and passed. Rows are taken in the order in which they fell due, after
-- p_after (the cursor of the batch before): a sweep looks at every row once, however many are broken.
create function private.run_cleanup(p_batch_size integer default 1000, p_after jsonb default null)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_started_at timestamptz := clock_timestamp();
  v_batch_size integer := greatest(coalesce(p_batch_size, 1000), 1);
  v_row record;
  v_seen integer := 0;
  v_deleted integer := 0;
  v_expired integer := 0;
  v_abandoned integer := 0;
  v_errors jsonb := '[]';
  v_result record;
  v_cursor jsonb := p_after;
  v_duration_ms numeric;
begin
  for v_row in select * from private.overdue_rows(nullif(p_after, 'null'), v_batch_size) loop
    v_seen := v_seen + 1;
    v_cursor := jsonb_build_object('stage', v_row.stage, 'due_at', v_row.due_at, 'session_id', v_row.session_id);
    begin
      if v_row.stage = 1 then
        for v_result in select * from private.settle_overdue(v_row.session_id, v_row.user_id) loop
          v_expired := v_expired + v_result.expired;
          v_abandoned := v_abandoned + v_result.abandoned;
        end loop;
      else
        v_deleted := v_deleted + private.release_overdue(v_row.session_id, v_row.user_id);
      end if;
    exception when others then
      v_errors := v_errors || jsonb_build_object(
        'session_id', v_row.session_id, 'sqlstate', sqlstate, 'message', sqlerrm
      );
    end;
  end loop;
  v_duration_ms := round(extract(epoch from clock_timestamp() - v_started_at) * 1000, 3);
  insert into public.cleanup_runs (duration_ms, deleted, expired_questions, abandoned_sessions, errors, error_details)
  values (v_duration_ms, v_deleted, v_expired, v_abandoned, jsonb_array_length(v_errors), v_errors);
  delete from public.cleanup_runs r where r.started_at < now() - (select t.cleanup_runs_kept from private.settings t);
  return jsonb_build_object(
    'deleted', v_deleted, 'expired_questions', v_expired, 'abandoned_sessions', v_abandoned,
    'errors', jsonb_array_length(v_errors), 'duration_ms', v_duration_ms,
    'oldest_live_seconds', (
      select round(extract(epoch from now() - min(a.updated_at)), 3) from public.active_interview_sessions a
    ),
    'cursor', case when v_seen >= v_batch_size then v_cursor end
  );
end
$$;
comment on function private.run_cleanup(integer, jsonb) is 'One batch of the cleanup sweep.';
revoke execute on function private.run_cleanup(integer, jsonb) from public, anon, authenticated;
grant execute on function private.run_cleanup(integer, jsonb) to service_role;

-- A whole sweep in one call, for pg_cron: batches until every overdue row was looked at once, or 20 seconds are over.
create function private.sweep()
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_batch jsonb;
begin
  loop
    v_batch := private.run_cleanup(1000, v_batch -> 'cursor');
    exit when v_batch ->> 'cursor' is null or clock_timestamp() > now() + interval '20 seconds';
  end loop;
end
$$;
comment on function private.sweep() is 'Runs the whole cleanup sweep, for pg_cron.';
revoke execute on function private.sweep() from public, anon, authenticated;
grant execute on function private.sweep() to service_role;

-- The last hour of cleanup at a glance.
create view ops.cleanup_health with (security_invoker = true) as
select
  max(r.started_at) as last_run_at, count(*) as batches, sum(r.deleted) as deleted, sum(r.expired_questions) as expired_questions,
  sum(r.abandoned_sessions) as abandoned_sessions, sum(r.errors) as errors, max(r.duration_ms) as slowest_ms
from public.cleanup_runs r
where r.started_at > now() - interval '1 hour';
comment on view ops.cleanup_health is 'The last hour of the cleanup sweep; last_run_at older than two minutes means that nothing calls it.';
revoke all on ops.cleanup_health from public, anon, authenticated;
grant select on ops.cleanup_health to service_role;

-- Late and stale texts of the last week that somebody may want to look at.
create view ops.kept_texts with (security_invoker = true) as
select
  k.received_at, k.reason, k.late_by, s.title, s.user_id, k.session_id, k.position + 1 as question_number,
  octet_length(k.answer) as bytes
from public.late_answers k
join public.interview_sessions s on s.id = k.session_id
where k.received_at > now() - interval '7 days'
order by k.received_at desc;
comment on view ops.kept_texts is 'Texts that could not be accepted in the last week, without their content.';
revoke all on ops.kept_texts from public, anon, authenticated;
grant select on ops.kept_texts to service_role;

-- Who is live right now and how long ago they were last heard of.
create view ops.live_sessions with (security_invoker = true) as
select
  a.user_id, a.session_id, s.title, s.mode, a.status, s.position + 1 as question_number, s.question_count,
  a.lease_number, now() - a.updated_at as silent_for, a.lease_expires_at > now() as holds_lease,
  a.updated_at < now() - t.active_session_max_age as overdue
from public.active_interview_sessions a
join public.interview_sessions s on s.id = a.session_id
cross join private.settings t
order by a.updated_at;
comment on view ops.live_sessions is 'Who is live right now; overdue rows should be gone within a minute.';
revoke all on ops.live_sessions from public, anon, authenticated;
grant select on ops.live_sessions to service_role;
