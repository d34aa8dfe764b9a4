-- Gives seconds to everybody who was live at p_live_at (null: now) in the organizations where the caller is owner or recruiter, in one interview or
-- in all (null): each gets them for the question that was open then, which is opened again if it closed since and nothing has been served
-- (reprise_private.credit_time). One call processes up to 200 sessions in the order of their users, for 0.4 seconds at most, and returns
-- next_cursor (null: done). A dry run changes nothing and returns whom it concerns. Skipped and returned: sessions whose candidate is in
-- another transaction (busy) and the caller's own. A repeat credits again.
-- Errors: not_authenticated, interview_not_found, invalid_request, rate_limited.
create function reprise_private.credit_sessions(
  p_interview_id uuid, p_live_at timestamptz, p_seconds numeric, p_reason text, p_dry_run boolean, p_cursor text
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_live_at timestamptz := coalesce(p_live_at, now());
  v_stop_at timestamptz := clock_timestamp() + interval '0.4 seconds';
  v_stopped boolean := false;
  v_after record;
  v_row record;
  v_session reprise.interview_sessions;
  v_seen integer := 0;
  v_last text;
  v_sessions jsonb := '[]';
  v_busy jsonb := '[]';
  v_own integer := 0;
begin
  perform reprise_private.check_account(v_user_id);
  perform reprise_private.check_reason(p_reason);
  v_after := reprise_private.decode_batch_cursor(p_cursor);
  if p_seconds is null or not p_seconds between 1 and 86400 then
    perform reprise_private.invalid_request('seconds', 'must be between 1 and 86400');
  elsif v_live_at > now() or v_live_at < now() - interval '7 days' then
    perform reprise_private.invalid_request('live_at', 'must be in the last 7 days');
  elsif p_interview_id is not null and not reprise_private.can_review_interview(p_interview_id, array['owner', 'recruiter']) then
    perform reprise_private.refuse_and_roll_back(404, 'interview_not_found');
  end if;
  perform reprise_private.take_rate_limit(v_user_id, 'review');
  for v_row in
    select s.id, s.user_id, q.position
    from reprise.interview_sessions s
    join reprise.session_questions q on q.session_id = s.id and q.served_at <= v_live_at
      and (q.closed_at is null or q.closed_at >= v_live_at) and q.deadline_at is not null
    where s.organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
      and (p_interview_id is null or s.interview_id = p_interview_id)
      and (s.status = 'in_progress' or s.closed_reason = 'expired')
      and s.started_at > now() - interval '60 days'
      and (p_cursor is null or (s.user_id, s.id) > (v_after.user_id, v_after.session_id))
    order by s.user_id, s.id
    limit 200
  loop
    -- Candidates wait for the locks that this holds; before their calls give up, the caller continues with the next call.
    v_stopped := v_seen > 0 and clock_timestamp() > v_stop_at;
    exit when v_stopped;
    v_seen := v_seen + 1;
    v_last := v_row.user_id || '.' || v_row.id;
    if v_row.user_id = v_user_id then
      v_own := v_own + 1;
      continue;
    elsif not p_dry_run and not pg_try_advisory_xact_lock(reprise_private.candidate_lock_key(v_row.user_id)) then
      v_busy := v_busy || to_jsonb(v_row.id);
      continue;
    end if;
    -- A statement of its own: its snapshot is newer than the lock.
    select * into v_session from reprise.interview_sessions s where s.id = v_row.id;
    if not p_dry_run then
      v_session := reprise_private.settle_session(v_session);
    end if;
    continue when not (
      v_session.status = 'in_progress' and v_session.position = v_row.position
      or reprise_private.can_reopen_question(v_session, v_row.position)
    );
    v_sessions := v_sessions || jsonb_build_object(
      'session_id', v_session.id, 'interview_id', v_session.interview_id, 'candidate', reprise_private.candidate_name(v_session.user_id),
      'position', v_row.position, 'reopened', v_session.position <> v_row.position
    );
    if not p_dry_run then
      perform reprise_private.record_event(v_session.id, v_user_id, 'credit_time', reprise_private.credit_time(
        v_session, v_user_id, p_reason, jsonb_build_object('seconds', p_seconds, 'position', v_row.position)
      ) || jsonb_build_object('reason', p_reason));
    end if;
  end loop;
  return jsonb_build_object(
    'dry_run', p_dry_run, 'seconds', p_seconds, 'sessions', v_sessions, 'skipped', jsonb_build_object('busy', v_busy, 'own_sessions', v_own),
    'done', not v_stopped and v_seen < 200, 'next_cursor', case when v_stopped or v_seen = 200 then v_last end,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.credit_sessions is 'Gives seconds to everybody who was live at a moment.';
