-- Revokes what an outage gave to all sessions of the organizations where the caller is owner or recruiter: each credit as by
-- reprise_private.revoke_credit, so what has been used stays used. One call processes up to 200 credits in the order of their sessions, for 0.4
-- seconds at most, and returns next_cursor (null: done). A dry run changes nothing and returns whom it concerns. Skipped and returned: sessions
-- whose candidate is in another transaction (busy) and the caller's own. A repeat finds only what has not been revoked; so does an unknown id.
-- Errors: not_authenticated, invalid_request, rate_limited.
create function reprise_private.revoke_outage(p_outage_id uuid, p_reason text, p_dry_run boolean, p_cursor text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_stop_at timestamptz := clock_timestamp() + interval '0.4 seconds';
  v_stopped boolean := false;
  v_row record;
  v_session reprise.interview_sessions;
  v_detail jsonb;
  v_seen integer := 0;
  v_last text;
  v_sessions jsonb := '[]';
  v_busy jsonb := '[]';
  v_own integer := 0;
begin
  perform reprise_private.check_account(v_user_id);
  if p_outage_id is null then
    perform reprise_private.invalid_request('outage_id', 'is required');
  end if;
  perform reprise_private.check_reason(p_reason);
  if p_cursor !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.[0-9]{1,3}$' then
    perform reprise_private.invalid_request('cursor', 'is not a cursor of this action');
  end if;
  perform reprise_private.take_rate_limit(v_user_id, 'review');
  for v_row in
    select c.id, c.session_id, c.position, c.seconds, s.user_id
    from reprise.time_credits c
    join reprise.interview_sessions s on s.id = c.session_id
    where c.outage_id = p_outage_id and c.revoked_at is null
      and s.organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
      and (p_cursor is null or (c.session_id, c.position) > (split_part(p_cursor, '.', 1)::uuid, split_part(p_cursor, '.', 2)::integer))
    order by c.session_id, c.position
    limit 200
  loop
    -- Candidates wait for the locks that this holds; before their calls give up, the caller continues with the next call.
    v_stopped := v_seen > 0 and clock_timestamp() > v_stop_at;
    exit when v_stopped;
    v_seen := v_seen + 1;
    v_last := v_row.session_id || '.' || v_row.position;
    if v_row.user_id = v_user_id then
      v_own := v_own + 1;
      continue;
    elsif not p_dry_run and not pg_try_advisory_xact_lock(reprise_private.candidate_lock_key(v_row.user_id)) then
      v_busy := v_busy || to_jsonb(v_row.session_id);
      continue;
    end if;
    -- A statement of its own: its snapshot is newer than the lock. The row is read again, too.
    select * into v_session from reprise.interview_sessions s where s.id = v_row.session_id;
    continue when not exists (select from reprise.time_credits c where c.id = v_row.id and c.revoked_at is null);
    v_detail := '{"revoked_seconds": null}';
    if not p_dry_run then
      v_session := reprise_private.settle_session(v_session);
      v_detail := reprise_private.revoke_credit(v_session, v_user_id, p_reason, jsonb_build_object('credit_id', v_row.id));
      perform reprise_private.record_event(v_session.id, v_user_id, 'revoke_credit', v_detail || jsonb_build_object('reason', p_reason));
    end if;
    v_sessions := v_sessions || jsonb_build_object(
      'session_id', v_session.id, 'interview_id', v_session.interview_id, 'candidate', reprise_private.candidate_name(v_session.user_id),
      'position', v_row.position, 'seconds', trim_scale(v_row.seconds), 'revoked_seconds', v_detail -> 'revoked_seconds'
    );
  end loop;
  return jsonb_build_object(
    'dry_run', p_dry_run, 'outage_id', p_outage_id, 'sessions', v_sessions,
    'skipped', jsonb_build_object('busy', v_busy, 'own_sessions', v_own),
    'done', not v_stopped and v_seen < 200, 'next_cursor', case when v_stopped or v_seen = 200 then v_last end,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.revoke_outage is 'Revokes what an outage gave to the sessions of the caller''s organizations.';
