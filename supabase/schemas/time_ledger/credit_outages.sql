-- Gives the questions whose clock ran during stored outages their time back: one batch in one transaction of about a second at most. Called by
-- the service role and by cleanup. Each question has its own subtransaction. A candidate who is in another transaction is skipped, and the
-- next call finds the question again; an outage is done when none is left, or after an hour. Two calls at once process different outages.
create function reprise_private.credit_outages(p_batch_size integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_until timestamptz := clock_timestamp() + interval '1 second';
  v_outage reprise.outages;
  v_row record;
  v_session reprise.interview_sessions;
  v_credited integer := 0;
  v_errors jsonb := '[]';
  v_seen integer;
  v_left boolean;
  v_more boolean := false;
begin
  perform reprise_private.measure_missed_runs();
  for v_outage in
    select * from reprise.outages o where o.credited_at is null order by o.began_at for update skip locked
  loop
    v_seen := 0;
    v_left := false;
    for v_row in select * from reprise_private.questions_in_outage(v_outage, p_batch_size) loop
      v_seen := v_seen + 1;
      if clock_timestamp() > v_until or not pg_try_advisory_xact_lock(reprise_private.candidate_lock_key(v_row.user_id)) then
        v_left := true;
        continue;
      end if;
      begin
        -- A statement of its own: its snapshot is newer than the lock.
        select * into v_session from reprise.interview_sessions s where s.id = v_row.session_id;
        perform reprise_private.credit_outage(v_outage, v_session, v_row.question_position);
        v_credited := v_credited + 1;
      exception when others then
        v_left := true;
        v_errors := v_errors || jsonb_build_object('session_id', v_row.session_id, 'sqlstate', sqlstate, 'message', sqlerrm);
      end;
    end loop;
    v_left := v_left or v_seen >= p_batch_size;
    if not v_left or v_outage.created_at < now() - interval '1 hour' then
      update reprise.outages o set credited_at = now() where o.id = v_outage.id;
    end if;
    v_more := v_more or v_left;
  end loop;
  return jsonb_build_object('credited', v_credited, 'more', v_more, 'errors', v_errors);
end
$$;
comment on function reprise_private.credit_outages is 'Gives questions their time back after outages, in one batch.';
