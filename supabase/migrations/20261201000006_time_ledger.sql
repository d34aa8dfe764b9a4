-- Baseline: extra time, measured outages, accommodations, and what they give each question. The files of supabase/schemas/time_ledger, in order.

-- References to auth.users lock it: whoever waits for that makes all sign-ins wait behind them.
set lock_timeout = '3s';
-- Functions may name tables of later domains: their bodies are checked when they run.
set check_function_bodies = off;

-- The time ledger: what each question's clock gets besides its limit, the outages that were measured, and accommodations of persons.

create table reprise.outages (
  id uuid primary key default gen_random_uuid(),
  began_at timestamptz not null,
  ended_at timestamptz not null,
  measured_by text not null,
  created_at timestamptz not null default now(),
  credited_at timestamptz,
  constraint outages_measured_by_is_known check (measured_by in ('functions', 'cleanup')),
  constraint outages_end_after_they_begin check (ended_at > began_at),
  constraint outages_do_not_overlap exclude using gist (tstzrange(began_at, ended_at) with &&)
);
comment on table reprise.outages is 'Intervals in which no answer could be stored, as the service measured them. No client can report one.';
comment on column reprise.outages.measured_by is
  'functions: a functions process whose own test write failed; cleanup: the database, when its regular runs had stopped.';
comment on column reprise.outages.credited_at is 'When the last question whose clock ran during the outage had its time back; null: not yet.';
create index outages_to_credit_idx on reprise.outages (began_at) where credited_at is null;

create table reprise.time_credits (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references reprise.interview_sessions (id) on delete cascade,
  position integer,
  kind text not null,
  percent integer,
  seconds numeric(12, 3),
  closed_seconds numeric(12, 3) not null default 0,
  reason text not null,
  actor uuid,
  outage_id uuid references reprise.outages (id),
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  revoked_by uuid,
  revoke_reason text,
  revoked_seconds numeric(12, 3),
  foreign key (session_id, position) references reprise.session_questions (session_id, position) on delete cascade,
  constraint time_credits_one_per_outage unique (outage_id, session_id, position),
  constraint time_credits_kind_is_known check (kind in ('extra_time', 'accommodation', 'outage', 'break')),
  constraint time_credits_of_a_session_or_of_a_question check (
    (position is null) = (percent is not null) and (position is null) = (seconds is null)
  ),
  constraint time_credits_percent_in_range check (percent between 1 and 400),
  constraint time_credits_seconds_positive check (seconds > 0),
  constraint time_credits_closed_seconds_in_range check (closed_seconds between 0 and coalesce(seconds, 0)),
  constraint time_credits_outage_is_named check ((kind = 'outage') = (outage_id is not null)),
  constraint time_credits_reason_length check (char_length(reason) between 1 and 2000),
  constraint time_credits_revoke_reason_length check (char_length(revoke_reason) <= 2000),
  constraint time_credits_revocation_is_whole check (
    (revoked_at is null) = (revoke_reason is null) and (revoked_at is null) = (revoked_by is null)
    and (revoked_seconds is not null) = (revoked_at is not null and position is not null)
  ),
  constraint time_credits_revoked_seconds_in_range check (revoked_seconds between 0 and seconds)
);
comment on table reprise.time_credits is
  'The time ledger: time that is added to a question''s limit, each with reason, actor and time. Append-only: a revocation is recorded in the row.';
comment on column reprise.time_credits.kind is
  'break: how long the candidate rested before the question was served; it adds nothing to the clock, which had not begun.';
comment on column reprise.time_credits.position is 'The question that gets the seconds; null: every question gets the percent of its limit.';
comment on column reprise.time_credits.closed_seconds is
  'The part of the seconds for which the question was closed, up to created_at, when it was opened again.';
comment on column reprise.time_credits.actor is 'The member who gave it; null for the service (an invitation, an accommodation, an outage) and for a break.';
comment on column reprise.time_credits.revoked_at is
  'A revoked percentage does not count for questions that are served later; of revoked seconds, revoked_seconds no longer count.';
comment on column reprise.time_credits.revoked_seconds is 'What had not been used when the credit was revoked: no deadline moves into the past.';
create index time_credits_session_id_idx on reprise.time_credits (session_id, position);
create index time_credits_actor_idx on reprise.time_credits (actor) where actor is not null;
create index time_credits_revoked_by_idx on reprise.time_credits (revoked_by) where revoked_by is not null;

create table reprise.accommodations (
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references reprise.organizations (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  extra_time_percent integer not null,
  reason text not null default '',
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  constraint accommodations_extra_time_in_range check (extra_time_percent between 1 and 400),
  constraint accommodations_reason_length check (char_length(reason) <= 2000),
  constraint accommodations_end_after_they_begin check (ended_at >= created_at)
);
comment on table reprise.accommodations is
  'Extra time that a person gets in every interview of an organization, however they were invited. The audit trail records who gave it.';
comment on column reprise.accommodations.reason is 'For owners and recruiters and the person; it is not copied into sessions.';
comment on column reprise.accommodations.ended_at is 'From when on it no longer applies to new sessions; null: it applies.';
create index accommodations_organization_id_idx on reprise.accommodations (organization_id);
create index accommodations_user_id_idx on reprise.accommodations (user_id, organization_id);

-- Finds the questions that expired since a moment. Few rows: those that were answered before their deadline are not in it.
create index session_questions_expired_idx on reprise.session_questions (closed_at) where closed_at >= deadline_at;

-- Returns the extra time, in percent, that a person gets in an organization now; 0 without an accommodation.
create function reprise_private.accommodation_extra_time(p_user_id uuid, p_organization_id uuid)
returns integer
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(max(a.extra_time_percent), 0)
    from reprise.accommodations a
    where a.user_id = p_user_id and a.organization_id = p_organization_id and (a.ended_at is null or a.ended_at > now())
  );
end
$$;
comment on function reprise_private.accommodation_extra_time is 'Returns the extra time, in percent, that a person gets in an organization.';

-- Makes a late text the answer to its question, in place of the draft with which the clock closed it. The text keeps its own receipt, and a
-- repeat of the submit gets the answer's. The caller holds the candidate's lock, and the time ledger shows that the text was in time.
create function reprise_private.answer_with_late_text(p_session reprise.interview_sessions, p_late reprise.late_answers)
returns void
language plpgsql set search_path = ''
as $$
begin
  delete from reprise.answers a where a.session_id = p_late.session_id and a.position = p_late.position;
  perform reprise_private.store_answer(p_late.session_id, p_late.position, p_late.answer, 'submitted', p_late.received_at);
  update reprise.session_questions q set closed_at = p_late.received_at
  where q.session_id = p_late.session_id and q.position = p_late.position;
  update reprise.late_answers k set accepted_at = now() where k.id = p_late.id;
  if p_session.status <> 'in_progress' then
    update reprise.interview_sessions s set closed_reason = 'answered' where s.id = p_session.id;
    perform reprise_private.reset_result(p_session.id);
  end if;
end
$$;
comment on function reprise_private.answer_with_late_text is 'Makes a late text the answer to its question.';

-- Returns whether a question that the clock closed can be open again: the session has not ended in another way, nothing has been served
-- since, the user is not live elsewhere, and no person has judged what closed it. The caller holds the candidate's lock.
create function reprise_private.can_reopen_question(p_session reprise.interview_sessions, p_position integer)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return p_position = p_session.position - 1
    and (p_session.status = 'in_progress' or p_session.closed_reason = 'expired')
    and reprise_private.was_closed_by_the_clock(p_session.id, p_position)
    and not exists (
      select from reprise.session_questions q
      where q.session_id = p_session.id and q.position = p_session.position and q.served_at is not null
    )
    and not exists (
      select from reprise.active_interview_sessions a
      where a.user_id = p_session.user_id and a.session_id <> p_session.id
    )
    and not exists (
      select from reprise.interview_sessions s
      where s.user_id = p_session.user_id and s.interview_id = p_session.interview_id and s.status = 'in_progress'
        and s.id <> p_session.id
    );
end
$$;
comment on function reprise_private.can_reopen_question is 'Returns whether a question that the clock closed can be open again.';

-- Gives one question the time back that it lost in an outage. An open question gets exactly the overlap of the outage with its running time.
-- One that expired meanwhile is answered by the text that came late because of it, if that was in time otherwise; else it is opened again
-- with its texts if nothing has been served since, and the time for which it was closed is given back too; else the row only records what was
-- lost. Time that ran between the outage and the expiry is not given back, however late this is called.
-- The caller holds the candidate's lock and has found no credit of this outage. Writes one event.
create function reprise_private.credit_outage(p_outage reprise.outages, p_session reprise.interview_sessions, p_position integer)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_question reprise.session_questions;
  v_late reprise.late_answers;
  v_from timestamptz;
  v_now timestamptz := clock_timestamp();
  v_lost interval;
  v_closed interval := interval '0';
  v_outcome text := 'open';
begin
  select * into v_question from reprise.session_questions q where q.session_id = p_session.id and q.position = p_position;
  v_from := greatest(p_outage.began_at, v_question.served_at);
  -- Without the times for which it was closed: those were given back when it was opened again.
  v_lost := coalesce((
    select sum(upper(r) - lower(r))
    from unnest(tstzmultirange(tstzrange(v_from, p_outage.ended_at)) - coalesce((
      select range_agg(tstzrange(c.created_at - make_interval(secs => c.closed_seconds::double precision), c.created_at))
      from reprise.time_credits c
      where c.session_id = p_session.id and c.position = p_position and c.closed_seconds > 0
    ), '{}')) r
  ), interval '0');
  if v_question.closed_at is not null then
    v_late := reprise_private.late_text_in_time(
      v_question, v_question.deadline_at + make_interval(secs => p_session.grace_seconds) + v_lost
    );
    if not reprise_private.was_closed_by_the_clock(p_session.id, p_position) then
      v_outcome := 'closed';
    elsif v_late.id is not null then
      v_outcome := 'answered';
    elsif reprise_private.can_reopen_question(p_session, p_position) then
      v_outcome := 'reopened';
      v_closed := greatest(v_now - greatest(p_outage.ended_at, v_question.deadline_at), interval '0');
      v_lost := v_lost + v_closed;
      perform reprise_private.reopen_question(p_session, p_position);
    else
      v_outcome := 'closed';
    end if;
  end if;
  insert into reprise.time_credits (session_id, position, kind, seconds, closed_seconds, reason, outage_id, created_at)
  values (
    p_session.id, p_position, 'outage', greatest(round(extract(epoch from v_lost), 3), 0.001), round(extract(epoch from v_closed), 3),
    'The service was not reachable', p_outage.id, v_now
  );
  if v_outcome <> 'closed' then
    perform reprise_private.set_deadline(p_session.id, p_position);
    update reprise.interview_sessions s set resume_until = s.resume_until + v_lost where s.id = p_session.id;
  end if;
  if v_outcome = 'answered' then
    perform reprise_private.answer_with_late_text(p_session, v_late);
  end if;
  perform reprise_private.record_event(p_session.id, null, 'outage_credited', jsonb_build_object(
    'position', p_position, 'outage_id', p_outage.id, 'seconds', round(extract(epoch from v_lost), 3), 'question', v_outcome
  ));
end
$$;
comment on function reprise_private.credit_outage is 'Gives one question the time back that it lost in an outage.';

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

-- Gives one question of a session seconds, by a member's hand: the question at `position`, by default the current one, served or not. A question
-- that expired is opened again with its texts if nothing has been served since; then the time since its deadline is given back as well, so
-- that the candidate has the seconds from now. Up to a day a credit. A session that ended is not credited, unless its last question can be
-- opened again. The caller holds the candidate's lock and writes the event.
-- Errors: invalid_request, session_closed.
create function reprise_private.credit_time(p_session reprise.interview_sessions, p_actor uuid, p_reason text, p_arguments jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_seconds numeric := round((p_arguments ->> 'seconds')::numeric, 3);
  v_position integer := coalesce((p_arguments ->> 'position')::integer, p_session.position);
  v_reopens boolean := reprise_private.can_reopen_question(p_session, v_position);
  v_question reprise.session_questions;
  v_closed_for numeric := 0;
begin
  if v_seconds is null or not v_seconds between 1 and 86400 then
    perform reprise_private.invalid_request('seconds', 'must be between 1 and 86400');
  elsif p_session.status <> 'in_progress' and not v_reopens then
    perform reprise_private.refuse_and_roll_back(409, 'session_closed', jsonb_build_object('session_status', p_session.status));
  end if;
  select * into v_question from reprise.session_questions q
  where q.session_id = p_session.id and q.position = v_position and q.time_limit_seconds is not null;
  if not found or (v_question.closed_at is not null and not v_reopens) then
    perform reprise_private.invalid_request('position', 'is not a question with a clock that is open, still to come or can be opened again');
  end if;
  if v_reopens then
    perform reprise_private.reopen_question(p_session, v_position);
    v_closed_for := round(extract(epoch from clock_timestamp() - v_question.deadline_at), 3);
    insert into reprise.time_credits (session_id, position, kind, seconds, closed_seconds, reason, actor, created_at)
    select p_session.id, v_position, 'extra_time', v_closed_for, v_closed_for, 'The question had closed', p_actor, clock_timestamp()
    where v_closed_for > 0;
  end if;
  insert into reprise.time_credits (session_id, position, kind, seconds, reason, actor)
  values (p_session.id, v_position, 'extra_time', v_seconds, p_reason, p_actor);
  perform reprise_private.set_deadline(p_session.id, v_position);
  update reprise.interview_sessions s
  set resume_until = greatest(s.resume_until, s.resume_until + make_interval(secs => (v_seconds + v_closed_for)::double precision))
  where s.id = p_session.id;
  return jsonb_build_object('position', v_position, 'seconds', v_seconds, 'reopened', v_reopens);
end
$$;
comment on function reprise_private.credit_time is 'Gives one question of a session seconds.';

-- Returns the seconds that one row of the time ledger gives to a question with this limit, served at this time (null: not yet). The time that
-- an outage took from an earlier run of the question does not count once a reviewer had it served again with a fresh clock. A break gives nothing.
create function reprise_private.credited_seconds(p_credit reprise.time_credits, p_limit integer, p_served_at timestamptz)
returns numeric
language plpgsql stable set search_path = ''
as $$
begin
  if p_credit.kind = 'break' then
    return 0;
  elsif (p_credit.kind = 'outage' or p_credit.closed_seconds > 0) and (p_served_at is null or p_credit.created_at < p_served_at) then
    return 0;
  elsif p_credit.percent is null then
    return p_credit.seconds - coalesce(p_credit.revoked_seconds, 0);
  elsif p_credit.revoked_at is null or p_credit.revoked_at > p_served_at then
    return p_limit * p_credit.percent / 100.0;
  end if;
  return 0;
end
$$;
comment on function reprise_private.credited_seconds is 'Returns the seconds that one row of the time ledger gives to a question.';

-- Returns the extra time, in percent, that a user gets when they start an interview: the larger of what their invitation gives and what they
-- have as an accommodation in the interview's organization.
create function reprise_private.extra_time_at_start(p_user_id uuid, p_interview reprise.interviews)
returns integer
language plpgsql stable set search_path = ''
as $$
begin
  return greatest(
    reprise_private.invitation_extra_time(p_user_id, p_interview.id),
    reprise_private.accommodation_extra_time(p_user_id, p_interview.organization_id)
  );
end
$$;
comment on function reprise_private.extra_time_at_start is 'Returns the extra time, in percent, that a user gets when they start an interview.';

-- Returns the first text that was submitted for an expired question and arrived before p_closes_at, the end of its time with what the outage
-- had taken; a null row without one. Drafts do not count: nobody submitted them.
create function reprise_private.late_text_in_time(p_question reprise.session_questions, p_closes_at timestamptz)
returns reprise.late_answers
language plpgsql stable set search_path = ''
as $$
declare
  v_late reprise.late_answers;
begin
  select * into v_late from reprise.late_answers k
  where k.session_id = p_question.session_id and k.position = p_question.position and k.reason = 'late'
    and k.received_at <= p_closes_at
  order by k.received_at, k.id
  limit 1;
  return v_late;
end
$$;
comment on function reprise_private.late_text_in_time is 'Returns the late text that an outage kept from being in time.';

-- Returns the longest part of an interval in which no candidate's write began that was committed; null if the interval is empty. An outage is
-- what a process measured and the database confirms: it stored nothing of any candidate meanwhile. Reads the small table of active rows,
-- which remember the last 20 minutes or more.
create function reprise_private.longest_silence(p_interval tstzrange)
returns tstzrange
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select tstzrange(g.from_at, g.to_at)
    from (
      select m.at as from_at, lead(m.at) over (order by m.at) as to_at
      from (
        select lower(p_interval) as at
        union all select upper(p_interval)
        union all
        select w.at
        from reprise.active_interview_sessions a
        cross join lateral unnest(a.recent_writes || a.updated_at) w (at)
        where a.updated_at >= lower(p_interval) and w.at <@ p_interval
      ) m
    ) g
    where g.to_at > g.from_at
    order by g.to_at - g.from_at desc
    limit 1
  );
end
$$;
comment on function reprise_private.longest_silence is 'Returns the longest part of an interval in which no candidate''s write was committed.';

-- Stores an outage that no functions process could measure, because it died as well: the runs of cleanup had come every minute, then none for over
-- two minutes, and no candidate's write was committed meanwhile. The outage is the silence, from the last sign of life to the first. Nothing is
-- stored if runs had not been regular (nobody schedules them, or tests call them). The part that a process measured is not counted twice. Called by
-- reprise_private.credit_outages before it looks for what to credit; a repeat finds the outage and stores nothing.
create function reprise_private.measure_missed_runs()
returns void
language plpgsql set search_path = ''
as $$
declare
  v_last timestamptz := (select max(r.started_at) from reprise.cleanup_runs r);
  v_silence tstzrange;
begin
  if v_last is null or v_last > now() - interval '2 minutes' then
    return;
  end if;
  if (
    select count(distinct date_trunc('minute', r.started_at)) from reprise.cleanup_runs r
    where r.started_at > v_last - interval '4 minutes 30 seconds'
  ) < 4 then
    return;
  end if;
  if exists (
    select from reprise.outages o
    where o.measured_by = 'cleanup' and tstzrange(o.began_at, o.ended_at) && tstzrange(v_last, now())
  ) then
    return;
  end if;
  v_silence := reprise_private.longest_silence(tstzrange(v_last, now()));
  if upper(v_silence) - lower(v_silence) > interval '2 minutes' then
    perform reprise_private.store_outage(lower(v_silence), upper(v_silence), 'cleanup');
  end if;
end
$$;
comment on function reprise_private.measure_missed_runs is 'Stores an outage that shows in the missing runs of cleanup.';

-- Returns whether an answer could be stored now, as {"database": "ok"} or {"database": "read_only"}. Called by the service role while a process
-- measures an outage. Writes a row and rolls it back (reprise_private.probe_storage).
create function reprise_private.probe_writes()
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
begin
  return jsonb_build_object('database', reprise_private.probe_storage(true));
end
$$;
comment on function reprise_private.probe_writes is 'Returns whether an answer could be stored now.';

-- Returns the seconds on a question's clock: its limit plus what the time ledger gives it; null without a limit. The only function that adds
-- them up: serve_next_question, set_deadline and every view call it. A revoked percentage still counts for a question that was served
-- before; of revoked seconds only those that had been used count. p_served_at is null for a question that has not been served.
create function reprise_private.question_seconds(p_session_id uuid, p_position integer, p_limit integer, p_served_at timestamptz)
returns numeric
language plpgsql stable set search_path = ''
as $$
begin
  if p_limit is null then
    return null;
  end if;
  return p_limit + coalesce((
    select sum(reprise_private.credited_seconds(c, p_limit, p_served_at))
    from reprise.time_credits c
    where c.session_id = p_session_id and (c.position = p_position or c.position is null)
  ), 0);
end
$$;
comment on function reprise_private.question_seconds is 'Returns the seconds on a question''s clock.';

-- Returns the questions whose clock ran during an outage and which have no credit of it yet: those that are open, and those that expired
-- after it had begun. Reads indexes of deadlines, so the cost depends on what runs now. In random order, so that rows which cannot be
-- processed (their candidate is in a transaction) do not keep others waiting.
create function reprise_private.questions_in_outage(p_outage reprise.outages, p_limit integer)
returns table (session_id uuid, question_position integer, user_id uuid)
language plpgsql stable set search_path = ''
as $$
begin
  return query
    select r.session_id, r.position, s.user_id
    from (
      select q.session_id, q.position, q.deadline_at
      from reprise.session_questions q
      where q.closed_at is null and q.deadline_at >= p_outage.began_at - interval '60 seconds' and q.served_at < p_outage.ended_at
      union all
      select q.session_id, q.position, q.deadline_at
      from reprise.session_questions q
      join reprise.answers a on a.session_id = q.session_id and a.position = q.position and a.source in ('draft', 'expired')
      where q.closed_at >= q.deadline_at and q.closed_at >= p_outage.began_at and q.served_at < p_outage.ended_at
    ) r
    join reprise.interview_sessions s on s.id = r.session_id
    where r.deadline_at + make_interval(secs => s.grace_seconds) >= p_outage.began_at
      and (s.status = 'in_progress' or s.closed_reason = 'expired')
      and not exists (
        select from reprise.time_credits c
        where c.outage_id = p_outage.id and c.session_id = r.session_id and c.position = r.position
      )
    order by random()
    limit p_limit;
end
$$;
comment on function reprise_private.questions_in_outage is 'Returns the questions whose clock ran during an outage and which have no credit of it.';

-- Stores an outage that a functions process measured: it lasted p_seconds and ended p_ended_ago seconds ago. Durations, not times: the
-- process's clock may be wrong. Then gives the first questions their time back (reprise_private.credit_outages). Called by the service role.
-- A repeat stores nothing more. Errors: invalid_request (a duration that no process can have measured).
create function reprise_private.record_outage(p_seconds double precision, p_ended_ago double precision)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_ended_at timestamptz;
begin
  if p_seconds is null or not p_seconds between 0 and 86400 then
    perform reprise_private.invalid_request('seconds', 'must be between 0 and 86400');
  elsif p_ended_ago is null or not p_ended_ago between 0 and 3600 then
    perform reprise_private.invalid_request('ended_ago', 'must be between 0 and 3600');
  end if;
  v_ended_at := now() - make_interval(secs => p_ended_ago);
  perform reprise_private.store_outage(v_ended_at - make_interval(secs => p_seconds), v_ended_at, 'functions');
  return reprise_private.credit_outages(200);
end
$$;
comment on function reprise_private.record_outage is 'Stores an outage that a functions process measured, and gives time back.';

-- Writes the extra time that a new session has from its start into the time ledger, with where it comes from: the accommodation if it gives
-- as much, else the invitation. Why somebody has an accommodation is not copied: reviewers would read it.
create function reprise_private.record_starting_credit(p_session reprise.interview_sessions)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_accommodated boolean := p_session.extra_time_percent
    = reprise_private.accommodation_extra_time(p_session.user_id, p_session.organization_id);
begin
  insert into reprise.time_credits (session_id, kind, percent, reason)
  select p_session.id, case when v_accommodated then 'accommodation' else 'extra_time' end, p_session.extra_time_percent,
    case when v_accommodated then 'Accommodation' else 'Extra time of the invitation' end
  where p_session.extra_time_percent > 0;
end
$$;
comment on function reprise_private.record_starting_credit is 'Writes the extra time of a new session into the time ledger.';

-- Trigger: refuses to change what a row of the time ledger says, to revoke it a second time, and to delete it while its session exists, for
-- every role.
create function reprise_private.refuse_change_of_time_credit()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if tg_op = 'DELETE' and not exists (select from reprise.interview_sessions s where s.id = old.session_id) then
    return old;
  end if;
  raise exception 'the time ledger is append-only' using errcode = 'restrict_violation';
end
$$;
comment on function reprise_private.refuse_change_of_time_credit is 'Trigger: refuses to change what the time ledger says.';

-- expired → open: what closed the question is deleted, and a session that ended with it is in progress again. Its draft stays, or a newer text
-- that came after it had closed takes its place. The caller holds the candidate's lock and has asked reprise_private.can_reopen_question; the
-- caller writes the event. Returns the session as it then is.
create function reprise_private.reopen_question(p_session reprise.interview_sessions, p_position integer)
returns reprise.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
begin
  delete from reprise.answers a where a.session_id = p_session.id and a.position = p_position;
  delete from reprise.session_results r where r.session_id = p_session.id;
  update reprise.session_questions q
  set closed_at = null, draft = coalesce(late.answer, q.draft), draft_at = coalesce(late.received_at, q.draft_at)
  from (values (1)) one
  left join lateral (
    select k.answer, k.received_at from reprise.late_answers k
    where k.session_id = p_session.id and k.position = p_position and k.reason in ('late', 'late_draft')
      and k.lease_number = p_session.lease_number
    order by k.received_at desc, k.id desc
    limit 1
  ) late on true
  where q.session_id = p_session.id and q.position = p_position;
  update reprise.interview_sessions s
  set position = p_position, status = 'in_progress', closed_at = null, completed_at = null, closed_reason = null
  where s.id = p_session.id
  returning * into v_session;
  return v_session;
end
$$;
comment on function reprise_private.reopen_question is 'Opens a question again that the clock had closed.';

-- Revokes one row of the time ledger. The row stays, with who revoked it, when and why. Seconds that have been used stay used: the deadline of an
-- open question never moves into the past, and a closed question keeps what it had. A percentage no longer counts for questions that are
-- served later. The caller holds the candidate's lock and writes the event.
-- Errors: invalid_request.
create function reprise_private.revoke_credit(p_session reprise.interview_sessions, p_actor uuid, p_reason text, p_arguments jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_credit reprise.time_credits;
  v_question reprise.session_questions;
  v_unused numeric;
begin
  select * into v_credit from reprise.time_credits c
  where c.id = (p_arguments ->> 'credit_id')::uuid and c.session_id = p_session.id;
  if not found then
    perform reprise_private.invalid_request('credit_id', 'is not a time credit of this session');
  elsif v_credit.kind = 'break' then
    perform reprise_private.invalid_request('credit_id', 'is a break: it gave no time');
  elsif v_credit.revoked_at is not null then
    perform reprise_private.invalid_request('credit_id', 'was revoked already');
  end if;
  if v_credit.position is not null then
    select * into v_question from reprise.session_questions q
    where q.session_id = p_session.id and q.position = v_credit.position;
    v_unused := case
      when v_question.closed_at is not null then 0
      when v_question.served_at is null then v_credit.seconds
      else least(v_credit.seconds, round(greatest(extract(epoch from v_question.deadline_at - clock_timestamp()), 0), 3))
    end;
  end if;
  update reprise.time_credits c
  set revoked_at = clock_timestamp(), revoked_by = p_actor, revoke_reason = p_reason, revoked_seconds = v_unused
  where c.id = v_credit.id;
  if v_credit.position is null then
    update reprise.interview_sessions s set extra_time_percent = s.extra_time_percent - v_credit.percent where s.id = p_session.id;
  elsif v_question.closed_at is null then
    perform reprise_private.set_deadline(p_session.id, v_credit.position);
  end if;
  return jsonb_build_object('credit_id', v_credit.id, 'position', v_credit.position, 'percent', v_credit.percent, 'revoked_seconds', v_unused);
end
$$;
comment on function reprise_private.revoke_credit is 'Revokes one row of the time ledger.';

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

-- Sets the deadline of a served question anew after the time ledger changed. Called under the candidate's lock. A question without a limit,
-- or one that has not been served, stays without a deadline.
create function reprise_private.set_deadline(p_session_id uuid, p_position integer)
returns void
language plpgsql set search_path = ''
as $$
begin
  update reprise.session_questions q
  set deadline_at = q.served_at + make_interval(
    secs => reprise_private.question_seconds(q.session_id, q.position, q.time_limit_seconds, q.served_at)::double precision
  )
  where q.session_id = p_session_id and q.position = p_position and q.served_at is not null and q.time_limit_seconds is not null;
end
$$;
comment on function reprise_private.set_deadline is 'Sets the deadline of a served question anew from the time ledger.';

-- Stores a measured interval as outages: only the part in which no candidate's write was committed, and of it only what is not stored yet, so
-- that reports of several processes about one outage add up to one. Pieces under half a second are dropped. Moves the resume window of
-- sessions whose window ended during it. One call at a time.
create function reprise_private.store_outage(p_began_at timestamptz, p_ended_at timestamptz, p_measured_by text)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_silence tstzrange;
  v_piece tstzrange;
begin
  perform pg_advisory_xact_lock(hashtextextended('reprise outages', 0));
  v_silence := reprise_private.longest_silence(tstzrange(p_began_at, p_ended_at));
  for v_piece in
    select p from unnest(tstzmultirange(v_silence) - coalesce((
      select range_agg(tstzrange(o.began_at, o.ended_at)) from reprise.outages o
      where tstzrange(o.began_at, o.ended_at) && v_silence
    ), '{}')) p
    where upper(p) - lower(p) >= interval '0.5 seconds'
  loop
    insert into reprise.outages (began_at, ended_at, measured_by) values (lower(v_piece), upper(v_piece), p_measured_by);
    update reprise.interview_sessions s set resume_until = s.resume_until + (upper(v_piece) - lower(v_piece))
    where s.id in (
      select w.id from reprise.interview_sessions w
      where w.status = 'in_progress' and w.resume_until >= lower(v_piece) and w.resume_until < upper(v_piece)
      for update skip locked
    );
  end loop;
end
$$;
comment on function reprise_private.store_outage is 'Stores a measured interval as outages.';

-- Returns the `time_credits` of the API: what the time ledger gives to a question, and the break before it, oldest first. Null rows of a question
-- that was not found give an empty list. Nobody is named: candidates see it.
create function reprise_private.time_credits_view(p_question reprise.session_questions)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object(
      'kind', c.kind, 'seconds', trim_scale(g.seconds), 'reason', c.reason, 'at', reprise_private.rfc3339(c.created_at)
    ) order by c.created_at, c.id)
    from reprise.time_credits c
    cross join lateral (
      select case
        when c.kind = 'break' and c.created_at >= p_question.served_at then c.seconds
        else reprise_private.credited_seconds(c, p_question.time_limit_seconds, p_question.served_at)
      end as seconds
    ) g
    where c.session_id = p_question.session_id and (c.position = p_question.position or c.position is null) and g.seconds > 0
  ), '[]');
end
$$;
comment on function reprise_private.time_credits_view is 'Returns what the time ledger gives to a question.';

-- Returns the time ledger of a session for members of its organization: every row, oldest first, revoked ones too, with who gave it.
create function reprise_private.time_ledger_view(p_session_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object(
      'id', c.id, 'position', c.position, 'kind', c.kind, 'percent', c.percent, 'seconds', trim_scale(c.seconds),
      'reason', c.reason, 'actor', c.actor, 'at', reprise_private.rfc3339(c.created_at), 'outage_id', c.outage_id,
      'revoked_at', reprise_private.rfc3339(c.revoked_at), 'revoked_by', c.revoked_by, 'revoke_reason', c.revoke_reason,
      'revoked_seconds', trim_scale(c.revoked_seconds)
    ) order by c.created_at, c.id)
    from reprise.time_credits c
    where c.session_id = p_session_id
  ), '[]');
end
$$;
comment on function reprise_private.time_ledger_view is 'Returns the time ledger of a session for members of its organization.';

-- Returns whether a question expired and what closed it still counts: no person has set its score or had it graded again.
create function reprise_private.was_closed_by_the_clock(p_session_id uuid, p_position integer)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return exists (
    select from reprise.session_questions q
    join reprise.answers a on a.session_id = q.session_id and a.position = q.position and a.source in ('draft', 'expired')
    where q.session_id = p_session_id and q.position = p_position and q.closed_at >= q.deadline_at
      and not exists (
        select from reprise.evaluations e where e.answer_id = a.id and (e.overridden_score is not null or e.late_answer_id is not null)
      )
      and not exists (select from reprise.evaluation_history h where h.answer_id = a.id)
  );
end
$$;
comment on function reprise_private.was_closed_by_the_clock is 'Returns whether a question expired, and no person has judged it since.';

-- Gives the next questions their time back after outages. See reprise_private.credit_outages.
create function reprise.credit_outages(batch_size integer default 200)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.credit_outages(greatest(batch_size, 1));
end
$$;
comment on function reprise.credit_outages is 'Gives the next questions their time back after outages. See reprise_private.credit_outages.';

-- Gives seconds to everybody who was live at a moment. See reprise_private.credit_sessions.
create function reprise.credit_sessions(
  seconds numeric, reason text, interview_id uuid default null, live_at timestamptz default null, dry_run boolean default false, cursor text default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.credit_sessions(interview_id, live_at, seconds, reason, coalesce(dry_run, false), cursor);
end
$$;
comment on function reprise.credit_sessions is 'Gives seconds to everybody who was live at a moment. See reprise_private.credit_sessions.';

-- Returns whether an answer could be stored now. See reprise_private.probe_writes.
create function reprise.probe_writes()
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '900ms' set lock_timeout = '800ms'
as $$
begin
  return reprise_private.probe_writes();
end
$$;
comment on function reprise.probe_writes is 'Returns whether an answer could be stored now. See reprise_private.probe_writes.';

-- Stores a measured outage and gives time back. See reprise_private.record_outage.
create function reprise.record_outage(seconds double precision, ended_ago double precision default 0)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.record_outage(seconds, ended_ago);
end
$$;
comment on function reprise.record_outage is 'Stores a measured outage and gives time back. See reprise_private.record_outage.';

-- Revokes what an outage gave to everybody. See reprise_private.revoke_outage.
create function reprise.revoke_outage(outage_id uuid, reason text, dry_run boolean default false, cursor text default null)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return reprise_private.revoke_outage(outage_id, reason, coalesce(dry_run, false), cursor);
end
$$;
comment on function reprise.revoke_outage is 'Revokes what an outage gave to everybody. See reprise_private.revoke_outage.';

-- Row level security policies, and triggers that protect rows.

alter table reprise.outages enable row level security;
alter table reprise.time_credits enable row level security;
create policy "members read the time ledger of their organization's sessions" on reprise.time_credits
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and session_id = any (array(select reprise_private.sessions_under_review()))
  );
alter table reprise.accommodations enable row level security;
create policy "people read their accommodations, owners and recruiters theirs" on reprise.accommodations
  for select to authenticated
  using (
    (select reprise_private.refuse_patterns())
    and (
      user_id = (select auth.uid())
      or organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
    )
  );
create policy "recruiters give accommodations to others" on reprise.accommodations
  for insert to authenticated
  with check (
    user_id <> (select auth.uid())
    and organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
  );
create policy "recruiters change and end accommodations of others" on reprise.accommodations
  for update to authenticated
  using (
    user_id <> (select auth.uid())
    and organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
  )
  with check (
    user_id <> (select auth.uid())
    and organization_id in (select reprise_private.organizations_of_caller(array['owner', 'recruiter']))
  );
create trigger time_credits_say_the_same_for_ever
  before update of kind, percent, seconds, closed_seconds, reason on reprise.time_credits
  for each row execute function reprise_private.refuse_change_of_time_credit();
create trigger time_credits_are_revoked_once
  before update of revoked_at, revoked_seconds, revoke_reason on reprise.time_credits
  for each row when (old.revoked_at is not null)
  execute function reprise_private.refuse_change_of_time_credit();
create trigger time_credits_are_never_deleted
  before delete on reprise.time_credits
  for each row execute function reprise_private.refuse_change_of_time_credit();

-- Privileges of the tables and functions of this domain. Nothing is granted that is not named here.

revoke all on
  reprise.outages,
  reprise.time_credits,
  reprise.accommodations
from public, anon, authenticated, service_role;
grant select on
  reprise.time_credits
to authenticated;
grant select, insert, update on
  reprise.accommodations
to authenticated;

revoke execute on function
  reprise.credit_outages,
  reprise.credit_sessions,
  reprise.probe_writes,
  reprise.record_outage,
  reprise.revoke_outage,
  reprise_private.accommodation_extra_time,
  reprise_private.answer_with_late_text,
  reprise_private.can_reopen_question,
  reprise_private.credit_outage,
  reprise_private.credit_outages,
  reprise_private.credit_sessions,
  reprise_private.credit_time,
  reprise_private.credited_seconds,
  reprise_private.extra_time_at_start,
  reprise_private.late_text_in_time,
  reprise_private.longest_silence,
  reprise_private.measure_missed_runs,
  reprise_private.probe_writes,
  reprise_private.question_seconds,
  reprise_private.questions_in_outage,
  reprise_private.record_outage,
  reprise_private.record_starting_credit,
  reprise_private.refuse_change_of_time_credit,
  reprise_private.reopen_question,
  reprise_private.revoke_credit,
  reprise_private.revoke_outage,
  reprise_private.set_deadline,
  reprise_private.store_outage,
  reprise_private.time_credits_view,
  reprise_private.time_ledger_view,
  reprise_private.was_closed_by_the_clock
from public, anon, authenticated, service_role;
grant execute on function
  reprise.credit_sessions,
  reprise.revoke_outage,
  reprise_private.credit_sessions,
  reprise_private.revoke_outage
to authenticated;
grant execute on function
  reprise.credit_outages,
  reprise.probe_writes,
  reprise.record_outage,
  reprise_private.credit_outages,
  reprise_private.probe_writes,
  reprise_private.record_outage
to service_role;

reset check_function_bodies;
reset lock_timeout;
