-- Baseline: cleanup, health, and views for the dashboard. The files of supabase/schemas/operations, in order.

-- References to auth.users lock it: whoever waits for that makes all sign-ins wait behind them.
set lock_timeout = '3s';
-- Functions may name tables of later domains: their bodies are checked when they run.
set check_function_bodies = off;

create table reprise.cleanup_runs (
  id bigint generated always as identity primary key,
  started_at timestamptz not null default now(),
  duration_ms numeric not null,
  deleted integer not null,
  expired_questions integer not null,
  abandoned_sessions integer not null,
  errors integer not null,
  error_details jsonb not null default '[]',
  cursor jsonb,
  deleted_by_retention integer,
  deleted_accounts integer not null default 0,
  retention_cursor jsonb
);
comment on table reprise.cleanup_runs is 'One row per batch of cleanup, deleted after 30 days.';
comment on column reprise.cleanup_runs.cursor is 'Where the next batch continues; null if cleanup had reached its end.';
comment on column reprise.cleanup_runs.deleted_by_retention is 
  'Sessions and prep sessions that were past their retention; null: no reprise_private.run_retention followed this batch.';
comment on column reprise.cleanup_runs.retention_cursor is
  'Where the next reprise_private.run_retention continues; null if it had reached the end.';
create index cleanup_runs_started_at_idx on reprise.cleanup_runs (started_at);

-- The table that GET /health writes to as a test. It never holds a row: reprise_private.probe_storage rolls its write back.
create table reprise_private.health_probes (
  filler text not null
);

-- Stored in the table's own pages, uncompressed.
alter table reprise_private.health_probes alter column filler set storage plain;
comment on table reprise_private.health_probes is 'Where the health endpoint tests writing; always empty.';

-- Summarizes the last hour of cleanup.
create view reprise_ops.cleanup_health with (security_invoker = true) as
select
  max(r.started_at) as last_run_at, count(*) as batches, sum(r.deleted) as deleted, sum(r.expired_questions) as expired_questions,
  sum(r.abandoned_sessions) as abandoned_sessions, sum(r.errors) as errors, max(r.duration_ms) as slowest_ms
from reprise.cleanup_runs r
where r.started_at > now() - interval '1 hour';
comment on view reprise_ops.cleanup_health is 'The last hour of cleanup. A last_run_at older than two minutes means that nothing calls it.';

-- Processes one row of cleanup: deletes an active row if it is still overdue under the candidate's lock. Skips it while its candidate is
-- in another transaction. Returns the number of deleted rows, 0 or 1.
create function reprise_private.expire_overdue_row(p_session_id uuid, p_user_id uuid)
returns integer
language plpgsql set search_path = ''
as $$
begin
  if not pg_try_advisory_xact_lock(reprise_private.candidate_lock_key(p_user_id)) then
    return 0;
  end if;
  -- A separate statement: its snapshot must be newer than the lock, or it could miss a heartbeat just committed.
  if reprise_private.is_live(p_session_id) then
    return 0;
  end if;
  return reprise_private.expire_active_row(p_session_id)::integer;
end
$$;
comment on function reprise_private.expire_overdue_row is 'Deletes one overdue active row during cleanup.';

-- Returns what the health endpoint reports: whether an answer could be stored, the schema's version, and whether cleanup, grading, replies and
-- e-mails keep up. Called by the service role. With p_probe it writes a row and rolls it back (reprise_private.probe_storage). Counts
-- stop at 1,000, so that a backlog does not raise the cost. A reply is pending if the candidate is live and no reply covers their message. E-mails
-- that were not sent count for a day.
create function reprise_private.get_health(p_probe boolean)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'database', reprise_private.probe_storage(p_probe),
      'migration', (select max(m.version) from supabase_migrations.schema_migrations m),
      'cleanup', jsonb_build_object(
        'last_run_at', (select reprise_private.rfc3339(max(r.started_at)) from reprise.cleanup_runs r),
        'oldest_overdue_seconds', (
          select round(extract(epoch from now() - min(a.updated_at) - t.active_session_max_age), 3)
          from reprise.active_interview_sessions a
          where a.updated_at < now() - t.active_session_max_age
        )
      ),
      'evaluation', (
        select jsonb_build_object(
          'queued', count(*) filter (where e.status = 'queued'), 'running', count(*) filter (where e.status = 'running'),
          'failed', (
            select count(*)
            from (select from reprise.evaluations f where f.status = 'failed' and f.overridden_score is null limit 1000) f
          ),
          'oldest_queued_seconds', round(extract(epoch from now() - min(e.queued_at) filter (where e.status = 'queued')), 3)
        )
        from (
          select o.status, o.queued_at from reprise.evaluations o where o.status in ('queued', 'running') order by o.due_at limit 1000
        ) e
      ),
      'replies', (
        select jsonb_build_object('pending', count(*), 'oldest_seconds', round(extract(epoch from now() - min(p.since)), 3))
        from (
          select w.since
          from reprise.active_interview_sessions a
          join reprise.conversations c on c.session_id = a.session_id
          cross join lateral (
            select min(m.created_at) as since
            from reprise.messages m
            where m.session_id = c.session_id and m.role = 'candidate' and m.seq > coalesce((
              select max(r.replies_to_seq) from reprise.messages r where r.session_id = c.session_id and r.replies_to_seq is not null
            ), 0)
          ) w
          where w.since is not null
          limit 1000
        ) p
      ),
      'notifications', (
        select jsonb_build_object(
          'queued', count(*) filter (where n.status in ('queued', 'claimed', 'handed_over')),
          'failed', count(*) filter (where n.status = 'failed'), 'uncertain', count(*) filter (where n.status = 'uncertain'),
          'oldest_queued_seconds', round(extract(epoch from now() - min(n.due_at) filter (
            where n.status in ('queued', 'claimed', 'handed_over') and n.due_at <= now()
          )), 3)
        )
        from (
          (
            select o.status, o.due_at from reprise_private.invitation_mails o
            where o.status in ('queued', 'claimed', 'handed_over') order by o.due_at, o.id limit 1000
          )
          union all
          (
            select f.status, f.due_at from reprise_private.invitation_mails f
            where f.status in ('failed', 'uncertain') and f.finished_at > now() - interval '1 day' order by f.finished_at desc limit 1000
          )
          union all
          (
            select o.status, o.due_at from reprise_private.notice_mails o
            where o.status in ('queued', 'claimed', 'handed_over') order by o.due_at, o.id limit 1000
          )
          union all
          (
            select f.status, f.due_at from reprise_private.notice_mails f
            where f.status in ('failed', 'uncertain') and f.finished_at > now() - interval '1 day' order by f.finished_at desc limit 1000
          )
        ) n
      )
    )
    from reprise_private.settings t
  );
end
$$;
comment on function reprise_private.get_health is 'Returns what the health endpoint reports.';

-- Late texts of the last week, for review.
create view reprise_ops.late_texts with (security_invoker = true) as
select
  k.received_at, k.reason, k.late_by, s.title, s.user_id, k.session_id, k.position + 1 as question_number,
  octet_length(k.answer) as bytes
from reprise.late_answers k
join reprise.interview_sessions s on s.id = k.session_id
where k.received_at > now() - interval '7 days'
order by k.received_at desc;
comment on view reprise_ops.late_texts is 'Late texts of the last week, without their content.';

-- Users who are live now and the time since their last sign of life.
create view reprise_ops.live_sessions with (security_invoker = true) as
select
  a.user_id, a.session_id, s.title, s.mode, a.status, s.position + 1 as question_number, s.question_count,
  a.lease_number, now() - a.updated_at as silent_for, a.lease_expires_at > now() as holds_lease,
  a.updated_at < now() - t.active_session_max_age as overdue
from reprise.active_interview_sessions a
join reprise.interview_sessions s on s.id = a.session_id
cross join reprise_private.settings t
order by a.updated_at;
comment on view reprise_ops.live_sessions is 'Users who are live now. Cleanup deletes overdue rows within a minute.';

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

-- Returns whether an answer could be stored now: 'ok', or 'read_only' if the database refuses writes or has no room. Called by
-- reprise_private.get_health. Waits only for a lock on the tables of an answer, up to the caller's lock_timeout, and then raises. Rolls its write
-- back. Without p_probe it writes nothing and does not detect a full disk. The probe row is as large as a page, so each needs a new page:
-- an update in place would not detect a full disk.
create function reprise_private.probe_storage(p_probe boolean)
returns text
language plpgsql volatile set search_path = ''
as $$
begin
  -- On a standby this is always on.
  if current_setting('transaction_read_only')::boolean then
    return 'read_only';
  end if;
  lock table reprise.interview_sessions, reprise.session_questions, reprise.answers, reprise.late_answers, reprise.active_interview_sessions,
    reprise.session_events, reprise.evaluations, reprise.session_results, reprise_private.receipts in row exclusive mode;
  if not p_probe then
    return 'ok';
  end if;
  insert into reprise_private.health_probes (filler) values (repeat('x', 7900));
  raise sqlstate 'HP000';
exception
  when sqlstate 'HP000' then
    return 'ok';
  when read_only_sql_transaction or insufficient_resources or io_error then
    return 'read_only';
end
$$;
comment on function reprise_private.probe_storage is 'Returns ok or read_only: whether an answer could be stored now.';

-- Runs one batch of cleanup in one transaction of about a second at most: settles sessions whose question or resume window has expired,
-- then deletes active rows without a sign of life for reprise_private.settings.active_session_max_age. Called by the scheduler (service role) or
-- pg_cron. Each row has its own subtransaction, so a broken one is counted and skipped. Rows are processed in the order in which they fell
-- due, after p_after (the previous batch's cursor): cleanup looks at every row once, however many are broken.
create function reprise_private.run_cleanup(p_batch_size integer default 200, p_after jsonb default null)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_started_at timestamptz := clock_timestamp();
  v_batch_size integer := greatest(coalesce(p_batch_size, 200), 1);
  v_row record;
  v_seen integer := 0;
  v_out_of_time boolean := false;
  v_deleted integer := 0;
  v_expired integer := 0;
  v_abandoned integer := 0;
  v_errors jsonb := '[]';
  v_result record;
  v_cursor jsonb := p_after;
  v_duration_ms numeric;
begin
  for v_row in select * from reprise_private.overdue_rows(nullif(p_after, 'null'), v_batch_size) loop
    v_seen := v_seen + 1;
    v_cursor := jsonb_build_object('stage', v_row.stage, 'due_at', v_row.due_at, 'session_id', v_row.session_id);
    begin
      if v_row.stage = 1 then
        for v_result in select * from reprise_private.settle_overdue_session(v_row.session_id, v_row.user_id) loop
          v_expired := v_expired + v_result.expired;
          v_abandoned := v_abandoned + v_result.abandoned;
        end loop;
      else
        v_deleted := v_deleted + reprise_private.expire_overdue_row(v_row.session_id, v_row.user_id);
      end if;
    exception when others then
      v_errors := v_errors || jsonb_build_object(
        'session_id', v_row.session_id, 'sqlstate', sqlstate, 'message', sqlerrm
      );
    end;
    -- The caller's statement_timeout of 2.4 seconds would roll the batch back, and a row may wait a second for its lock.
    v_out_of_time := clock_timestamp() > v_started_at + interval '1 second';
    exit when v_out_of_time;
  end loop;
  if v_seen < v_batch_size and not v_out_of_time then
    v_cursor := null;
  end if;
  v_duration_ms := round(extract(epoch from clock_timestamp() - v_started_at) * 1000, 3);
  insert into reprise.cleanup_runs (duration_ms, deleted, expired_questions, abandoned_sessions, errors, error_details, cursor)
  values (v_duration_ms, v_deleted, v_expired, v_abandoned, jsonb_array_length(v_errors), v_errors, v_cursor);
  delete from reprise.cleanup_runs r where r.started_at < now() - (select t.cleanup_runs_kept from reprise_private.settings t);
  return jsonb_build_object(
    'deleted', v_deleted, 'expired_questions', v_expired, 'abandoned_sessions', v_abandoned,
    'errors', jsonb_array_length(v_errors), 'duration_ms', v_duration_ms,
    'oldest_live_seconds', (
      select round(extract(epoch from now() - min(a.updated_at)), 3) from reprise.active_interview_sessions a
    ),
    'cursor', v_cursor
  );
end
$$;
comment on function reprise_private.run_cleanup is 'Runs one batch of cleanup.';

-- Runs cleanup for pg_cron: gives back what outages took, then up to five batches in one transaction, continuing where the last one ended, so
-- that broken rows cannot starve others and no candidate waits for more than these batches. The next minute's run does the rest.
create function reprise_private.run_cleanup_batches()
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_cursor jsonb := (select r.cursor from reprise.cleanup_runs r order by r.id desc limit 1);
begin
  begin
    perform reprise_private.credit_outages(200);
  exception when others then
    -- The next minute does the rest; the sweep must not wait for it.
    raise warning 'outages could not be credited: % (%)', sqlerrm, sqlstate;
  end;
  for v_batch in 1..5 loop
    v_cursor := reprise_private.run_cleanup(200, v_cursor) -> 'cursor';
    exit when v_cursor = 'null';
  end loop;
end
$$;
comment on function reprise_private.run_cleanup_batches is 'Runs up to five batches of cleanup, for pg_cron.';

-- Processes one row of cleanup: settles a session whose time is up. Returns no row if its candidate is in a transaction of their own,
-- which settles it anyway, or if the session has been erased. Otherwise returns the numbers of expired questions and abandoned sessions.
create function reprise_private.settle_overdue_session(p_session_id uuid, p_user_id uuid)
returns table (expired integer, abandoned integer)
language plpgsql set search_path = ''
as $$
declare
  v_before reprise.interview_sessions;
  v_after reprise.interview_sessions;
begin
  if not pg_try_advisory_xact_lock(reprise_private.candidate_lock_key(p_user_id)) then
    return;
  end if;
  select * into v_before from reprise.interview_sessions s where s.id = p_session_id;
  if not found then
    return;
  end if;
  v_after := reprise_private.settle_session(v_before);
  expired := v_after.position - v_before.position;
  abandoned := (v_before.status = 'in_progress' and v_after.status = 'abandoned')::integer;
  return next;
end
$$;
comment on function reprise_private.settle_overdue_session is 'Settles one overdue session during cleanup.';

-- Returns what the health endpoint reports. See reprise_private.get_health.
create function reprise.get_health(probe boolean default true)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '1500ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.get_health(probe);
end
$$;
comment on function reprise.get_health is 'Returns what the health endpoint reports. See reprise_private.get_health.';

-- Runs one batch of cleanup. See reprise_private.run_cleanup.
create function reprise.run_cleanup(batch_size integer default 200, after jsonb default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  -- A gateway may pass a JSON object as its text.
  return reprise_private.run_cleanup(batch_size, case jsonb_typeof(after) when 'string' then (after #>> '{}')::jsonb else after end);
end
$$;
comment on function reprise.run_cleanup is 'Runs one batch of cleanup. See reprise_private.run_cleanup.';

alter table reprise.cleanup_runs enable row level security;

-- Lists every table of reprise that can be updated, with its keys, its owner's columns, its creation time and what only the operator sets.
-- Tables that nothing may update (events, messages, transcriptions) have their own triggers, as do the texts of answers.
do $$
declare
  v_table record;
begin
  for v_table in
    select * from (values
      ('organizations', '{id,created_at,is_trusted}'::text[]),
      ('organization_members', '{organization_id,user_id,created_at}'),
      ('questions', '{id,organization_id,created_at,copied_from}'),
      ('question_keys', '{question_id}'),
      ('interviews', '{id,organization_id,created_at}'),
      -- Not position and question_id: an interview is reordered by changing them.
      ('interview_questions', '{interview_id}'),
      ('interview_invitations', '{interview_id,user_id,created_at}'),
      ('interview_instructions', '{interview_id}'),
      ('interview_criteria', '{interview_id}'),
      ('conversation_criteria', '{session_id}'),
      ('interview_sessions', '{id,user_id,interview_id,organization_id}'),
      ('session_questions', '{session_id,position,question_id}'),
      ('session_question_keys', '{session_id,position}'),
      ('active_interview_sessions', '{user_id,session_id,created_at}'),
      ('cleanup_runs', '{id}'),
      ('evaluations', '{answer_id,session_id,position,late_answer_id}'),
      ('evaluation_history', '{id,answer_id,conversation_id}'),
      ('session_results', '{session_id}'),
      ('model_spending', '{day}'),
      ('model_reservations', '{run_id,organization_id,user_id}'),
      ('model_shares', '{day,kind,holder,organization_id,user_id}'),
      ('practice_templates', '{id,user_id,created_at}'),
      ('conversations', '{session_id}'),
      ('prep_sessions', '{id,user_id,public_id,created_at}'),
      ('conversation_profiles', '{session_id}'),
      ('prep_templates', '{id}'),
      ('prep_generations', '{id,prep_session_id,request_key}'),
      ('prep_shares', '{id,prep_session_id,token_sha256,created_at}'),
      ('outages', '{id,began_at,ended_at,measured_by,created_at}'),
      ('time_credits', '{id,session_id,position,kind,percent,seconds,reason,outage_id,created_at}'),
      ('accommodations', '{id,organization_id,user_id,created_at}'),
      ('review_rules', '{interview_id}'),
      ('session_statistics', '{id,organization_id,interview_id}'),
      ('invitations', '{id,organization_id,interview_id,link_id,user_id,created_by,asked_by,created_at}')
    ) as t (name, columns)
  loop
    execute format(
      'create trigger %I before update on reprise.%I for each row when ((%s) is distinct from (%s))'
        ' execute function reprise_private.refuse_change_of_identity(%s)',
      v_table.name || '_identity_is_fixed', v_table.name,
      (select string_agg(format('old.%I', c), ', ') from unnest(v_table.columns) c),
      (select string_agg(format('new.%I', c), ', ') from unnest(v_table.columns) c),
      (select string_agg(quote_literal(c), ', ') from unnest(v_table.columns) c)
    );
    if 'created_at' = any (v_table.columns) then
      execute format(
        'create trigger %I after insert on reprise.%I for each row when (new.created_at is distinct from now())'
          ' execute function reprise_private.refuse_chosen_columns(''created_at'')',
        v_table.name || '_created_at_is_the_servers', v_table.name
      );
    end if;
  end loop;
end
$$;
create trigger messages_created_at_is_the_servers
  after insert on reprise.messages
  for each row when (new.created_at is distinct from now())
  execute function reprise_private.refuse_chosen_columns('created_at');
create trigger questions_copied_from_is_the_servers
  after insert on reprise.questions
  for each row when (new.copied_from is not null)
  execute function reprise_private.refuse_chosen_columns('copied_from');

-- Where the project has pg_cron, the database itself runs cleanup and the retention every minute, in a job and a transaction each;
-- elsewhere a scheduler calls POST /cleanup.
do $$
begin
  if exists (select from pg_extension where extname = 'pg_cron') then
    perform cron.schedule('reprise cleanup', '* * * * *', 'select reprise_private.run_cleanup_batches()');
    perform cron.schedule('reprise retention', '* * * * *', 'select reprise_private.run_retention()');
  end if;
end
$$;

-- Privileges of the tables, views and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.cleanup_runs,
  reprise_private.health_probes,
  reprise_ops.cleanup_health,
  reprise_ops.late_texts,
  reprise_ops.live_sessions
from public, anon, authenticated, service_role;
revoke all on sequence
  reprise.cleanup_runs_id_seq
from public, anon, authenticated, service_role;

revoke execute on function
  reprise.get_health,
  reprise.run_cleanup,
  reprise_private.expire_overdue_row,
  reprise_private.get_health,
  reprise_private.overdue_rows,
  reprise_private.run_cleanup,
  reprise_private.run_cleanup_batches,
  reprise_private.settle_overdue_session,
  reprise_private.probe_storage
from public, anon, authenticated, service_role;
grant execute on function
  reprise.get_health,
  reprise.run_cleanup,
  reprise_private.get_health,
  reprise_private.run_cleanup,
  reprise_private.run_cleanup_batches
to service_role;

reset check_function_bodies;
reset lock_timeout;
