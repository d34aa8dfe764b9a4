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
