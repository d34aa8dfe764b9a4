-- Performs one action (decide or extend_time) on up to 200 sessions of the caller's organizations, each as review_session would, and returns whom
-- it concerned and who was skipped and why: not_found, own_session, busy (in another transaction), session_in_progress, session_closed,
-- has_more_time, unchanged, limit_reached. A dry run changes nothing. Owners and recruiters only. Locks each candidate, in the order of users, without
-- waiting; after 0.4 seconds the rest is returned in "remaining", for the next call. A repeat skips what is done.
-- Errors: not_authenticated, invalid_request, rate_limited.
create function reprise_private.review_sessions(
  p_session_ids uuid[], p_action text, p_reason text, p_arguments jsonb, p_dry_run boolean
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_stop_at timestamptz := clock_timestamp() + interval '0.4 seconds';
  v_found record;
  v_session reprise.interview_sessions;
  v_why text;
  v_detail jsonb;
  v_seen integer := 0;
  v_done jsonb := '[]';
  v_skipped jsonb := '[]';
  v_remaining jsonb := '[]';
begin
  perform reprise_private.check_account(v_user_id);
  if p_action not in ('decide', 'extend_time') then
    perform reprise_private.invalid_request('action', 'must be decide or extend_time');
  elsif coalesce(cardinality(p_session_ids), 0) not between 1 and 200 then
    perform reprise_private.invalid_request('session_ids', 'must be 1 to 200 sessions');
  elsif p_action = 'decide' and coalesce(p_arguments ->> 'decision', '') not in ('advance', 'hold', 'reject') then
    perform reprise_private.invalid_request('decision', 'must be advance, hold or reject');
  elsif p_action = 'extend_time' and coalesce((p_arguments ->> 'extra_time_percent')::integer, -1) not between 0 and 400 then
    perform reprise_private.invalid_request('extra_time_percent', 'must be between 0 and 400');
  end if;
  if p_action <> 'decide' or p_reason is not null then
    perform reprise_private.check_reason(p_reason);
  end if;
  perform reprise_private.take_rate_limit(v_user_id, case when p_dry_run then 'review' else 'review_many' end);
  for v_found in
    select w.id as wanted, s.id, s.user_id
    from (select distinct i as id from unnest(p_session_ids) i) w
    left join reprise.interview_sessions s
      on s.id = w.id and s.organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
    order by s.user_id nulls first, w.id
  loop
    if v_found.id is null then
      v_skipped := v_skipped || jsonb_build_object('session_id', v_found.wanted, 'candidate', null, 'reason', 'not_found');
      continue;
    elsif v_seen > 0 and clock_timestamp() > v_stop_at then
      v_remaining := v_remaining || to_jsonb(v_found.wanted);
      continue;
    end if;
    v_seen := v_seen + 1;
    v_why := null;
    if v_found.user_id = v_user_id then
      v_why := 'own_session';
    elsif not p_dry_run and not pg_try_advisory_xact_lock(reprise_private.candidate_lock_key(v_found.user_id)) then
      v_why := 'busy';
    else
      -- A statement of its own: its snapshot is newer than the lock.
      select * into v_session from reprise.interview_sessions s where s.id = v_found.id;
      if not p_dry_run then
        v_session := reprise_private.settle_session(v_session);
      end if;
      v_why := case
        when p_action = 'decide' and v_session.status = 'in_progress' then 'session_in_progress'
        when p_action = 'decide' and p_arguments ->> 'decision' = (
          select d.decision from reprise.decisions d
          where d.session_id = v_session.id and (d.decided_by = v_user_id or not reprise_private.hides_reviews(v_session.id))
          order by d.id desc limit 1
        ) then 'unchanged'
        when p_action = 'decide' and (select count(*) from reprise.decisions d where d.session_id = v_session.id) >= 100 then 'limit_reached'
        when p_action = 'extend_time' and v_session.status <> 'in_progress' then 'session_closed'
        when p_action = 'extend_time' and (p_arguments ->> 'extra_time_percent')::integer < v_session.extra_time_percent then 'has_more_time'
        when p_action = 'extend_time' and (p_arguments ->> 'extra_time_percent')::integer = v_session.extra_time_percent then 'unchanged'
      end;
    end if;
    if v_why is not null then
      v_skipped := v_skipped || jsonb_build_object(
        'session_id', v_found.id, 'candidate', reprise_private.candidate_name(v_found.user_id), 'reason', v_why
      );
      continue;
    end if;
    if not p_dry_run then
      v_detail := case p_action
        when 'decide' then reprise_private.decide(v_session, v_user_id, p_reason, p_arguments)
        else reprise_private.extend_time(v_session, v_user_id, p_reason, p_arguments)
      end;
      perform reprise_private.record_event(
        v_session.id, v_user_id, reprise_private.event_of_review(p_action), v_detail || jsonb_strip_nulls(jsonb_build_object('reason', p_reason))
      );
    end if;
    v_done := v_done || jsonb_build_object('session_id', v_found.id, 'candidate', reprise_private.candidate_name(v_found.user_id));
  end loop;
  return jsonb_build_object(
    'dry_run', p_dry_run, 'action', p_action, 'sessions', v_done, 'skipped', v_skipped, 'remaining', v_remaining,
    'done', jsonb_array_length(v_remaining) = 0, 'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.review_sessions is 'Performs one action on many sessions, or says whom it would concern.';
