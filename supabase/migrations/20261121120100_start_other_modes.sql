-- Practice runs and conversations start through the same door as timed interviews, and live by the same rules.

alter table public.interviews
  add column mode text not null default 'timed',
  add constraint interviews_mode_is_known check (mode in ('timed', 'conversation'));
comment on column public.interviews.mode is 'timed: questions against the clock; conversation: a talk with an interviewer, without questions.';

alter table public.interview_sessions
  add column interview_type text,
  add column domain text,
  add column difficulty text,
  add constraint interview_sessions_type_only_of_practice check (
    case when mode = 'practice' then interview_type is not null else num_nonnulls(interview_type, domain, difficulty) = 0 end
  );
comment on column public.interview_sessions.interview_type is 'Of a practice run: which questions were asked for; a null domain or difficulty is any.';

-- The session object of the API.
create or replace function private.session_summary(p_session public.interview_sessions)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'id', p_session.id,
    'mode', p_session.mode,
    'interview_id', p_session.interview_id,
    'title', p_session.title,
    'status', p_session.status,
    'position', p_session.position,
    'question_count', p_session.question_count,
    'time_limits', p_session.time_limits,
    'started_at', private.rfc3339(p_session.started_at),
    'resume_until', private.rfc3339(p_session.resume_until),
    'completed_at', private.rfc3339(p_session.completed_at),
    'closed_reason', p_session.closed_reason,
    'extra_time_percent', p_session.extra_time_percent,
    'practice', case when p_session.mode = 'practice' then jsonb_build_object(
      'interview_type', p_session.interview_type, 'domain', p_session.domain, 'difficulty', p_session.difficulty
    ) end
  )
$$;
comment on function private.session_summary(public.interview_sessions) is 'The session object of the API.';
revoke execute on function private.session_summary(public.interview_sessions) from public, anon, authenticated;

-- What the welcome-back dialog shows: the session, which question, the time left, and whether somebody else is live in it.
-- Reads only: an expired question is reported (time_expired), not closed. A conversation has no questions, and a question without a limit
-- has no time remaining: null.
create or replace function private.welcome_back(p_session public.interview_sessions, p_client_id uuid default null)
returns jsonb
language sql volatile set search_path = ''
as $$
  select private.session_summary(p_session) || jsonb_build_object(
    'question_number', q.position + 1,
    'time_remaining_seconds', coalesce(
      private.remaining_seconds(q.deadline_at),
      trim_scale(q.time_limit_seconds * (100 + p_session.extra_time_percent) / 100.0)
    ),
    'time_expired', coalesce(q.deadline_at + make_interval(secs => p_session.grace_seconds) < now(), false),
    'live_elsewhere', exists (
      select from public.active_interview_sessions a
      where a.session_id = p_session.id and a.lease_expires_at > now() and a.client_id is distinct from p_client_id
    ),
    'can_start_over', private.can_start_over(p_session)
  )
  from (values (p_session.id, p_session.position)) as current (session_id, position)
  left join public.session_questions q using (session_id, position)
$$;
comment on function private.welcome_back(public.interview_sessions, uuid) is 'The summary for the welcome-back dialog.';
revoke execute on function private.welcome_back(public.interview_sessions, uuid) from public, anon, authenticated;

-- Clears the way for a new session of p_interview_id (null: a practice run, or a conversation without an interview), or says which session
-- is in it: the one the user is live in, and a resumable one of the same interview. A live marker older than cleanup's limit no
-- longer counts, whether or not cleanup has run. With p_start_over, what is in the way is abandoned if its rules allow it; a
-- session of another interview only if that one could be started again. Caller holds the candidate's lock.
-- Errors: session_in_progress (with session), start_over_not_allowed.
create or replace function private.make_way(p_user_id uuid, p_interview_id uuid, p_client_id uuid, p_start_over boolean)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_session public.interview_sessions;
begin
  for v_session in
    select s.* from public.interview_sessions s
    where s.user_id = p_user_id and s.status = 'in_progress'
      and (s.interview_id = p_interview_id
        or s.id = (select a.session_id from public.active_interview_sessions a where a.user_id = p_user_id))
  loop
    v_session := private.settle_session(v_session);
    continue when v_session.status <> 'in_progress';
    if not private.is_live(v_session.id) and (v_session.interview_id = p_interview_id) is not true then
      perform private.expire_marker(v_session.id);
    elsif not p_start_over then
      perform private.refuse(
        409, 'session_in_progress', 'You have a session in progress. Resume it, or start over.',
        jsonb_build_object('session', private.welcome_back(v_session, p_client_id))
      );
    elsif not (
      v_session.start_over_allowed
      and ((v_session.interview_id = p_interview_id) is true or private.can_start_over(v_session))
    ) then
      perform private.refuse(403, 'start_over_not_allowed', 'This interview cannot be started over. Resume it instead.');
    else
      perform private.close_session(v_session, 'abandoned', 'start_over', now(), p_user_id);
    end if;
  end loop;
end
$$;
comment on function private.make_way(uuid, uuid, uuid, boolean) is 'Settles what is in the way of a new session.';
revoke execute on function private.make_way(uuid, uuid, uuid, boolean) from public, anon, authenticated;

-- A completed session gets its result row (a conversation has no scores), and its recruiters are told over Realtime where the project has it. A broadcast that fails
-- is noted in the audit trail and stops nothing.
create or replace function private.on_session_completed()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if new.mode <> 'conversation' then
    perform private.open_result(new.id);
  end if;
  if new.organization_id is not null and to_regprocedure('realtime.send(jsonb, text, text, boolean)') is not null then
    begin
      execute 'select realtime.send($1, $2, $3, true)' using
        jsonb_build_object('session_id', new.id, 'interview_id', new.interview_id, 'completed_at', private.rfc3339(new.completed_at)),
        'session_completed', 'organization:' || new.organization_id;
    exception when others then
      perform private.record_event(new.id, null, 'notification_failed', jsonb_build_object('sqlstate', sqlstate));
    end;
  end if;
  return null;
end
$$;
comment on function private.on_session_completed() is 'Trigger: opens the result of a completed session and tells its recruiters.';
revoke execute on function private.on_session_completed() from public, anon, authenticated;

-- Where a session's result stands: in_progress, closed (it ended without a result), grading, ready or failed.
-- A completed conversation is ready at once: it has no scores.
create or replace function private.results_status(p_session public.interview_sessions)
returns text
language sql stable set search_path = ''
as $$
  select case
    when p_session.status = 'in_progress' then 'in_progress'
    when p_session.mode = 'conversation' and p_session.status = 'completed' then 'ready'
    else coalesce(
      (select case r.status when 'running' then 'grading' else r.status end
       from public.session_results r where r.session_id = p_session.id),
      'closed'
    )
  end
$$;
comment on function private.results_status(public.interview_sessions) is 'Where a session''s result stands.';
revoke execute on function private.results_status(public.interview_sessions) from public, anon, authenticated;

drop function private.replay_start(public.interview_sessions, uuid, uuid, uuid);

-- Whether a repeated start asks for what its session is, as far as the session tells: the topic of a conversation; type, domain, difficulty and number
-- of practice questions. Not a template: it may have been changed or deleted since.
create function private.asks_for_the_same(p_session public.interview_sessions, p_practice jsonb, p_conversation jsonb)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  if p_session.mode = 'conversation' then
    return nullif(btrim(p_conversation ->> 'topic'), '')
      is not distinct from (select c.topic from public.conversations c where c.session_id = p_session.id);
  elsif p_session.mode = 'practice' and jsonb_typeof(p_practice -> 'template_id') is not distinct from 'string' then
    return true;
  elsif p_session.mode = 'practice' then
    return (p_practice ->> 'interview_type', p_practice ->> 'domain', p_practice ->> 'difficulty', p_practice ->> 'question_count')
      is not distinct from (p_session.interview_type, p_session.domain, p_session.difficulty, p_session.question_count::text);
  end if;
  return true;
end
$$;
comment on function private.asks_for_the_same(public.interview_sessions, jsonb, jsonb) is 'Whether a repeated start asks for what its session is.';
revoke execute on function private.asks_for_the_same(public.interview_sessions, jsonb, jsonb) from public, anon, authenticated;

-- A start whose session_id is known: the same session again, as it stands now. Only the client that holds the lease gets
-- the lease and, if need be, the next question. Errors: session_id_taken (somebody else's, or begun for something else).
create function private.replay_start(
  p_session public.interview_sessions, p_user_id uuid, p_client_id uuid, p_mode text, p_interview_id uuid, p_practice jsonb, p_conversation jsonb
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_session public.interview_sessions := p_session;
  v_active public.active_interview_sessions;
begin
  if v_session.user_id <> p_user_id or v_session.mode <> p_mode or v_session.interview_id is distinct from p_interview_id
    or not private.asks_for_the_same(v_session, p_practice, p_conversation)
  then
    perform private.refuse(409, 'session_id_taken', 'This session_id is in use. Mint a new one.');
  end if;
  v_session := private.settle_session(v_session);
  if v_session.status = 'in_progress' and v_session.lease_client_id = p_client_id then
    v_active := private.hold_lease(v_session, v_session.lease_number);
    if v_active.user_id is not null then
      perform private.serve_question(v_session);
    end if;
  end if;
  return jsonb_build_object('replayed', true) || private.session_view(v_session, v_active);
end
$$;
comment on function private.replay_start(public.interview_sessions, uuid, uuid, text, uuid, jsonb, jsonb) is 'Answers a repeated start.';
revoke execute on function private.replay_start(public.interview_sessions, uuid, uuid, text, uuid, jsonb, jsonb) from public, anon, authenticated;

-- What a start asks for: timed, practice or conversation. Errors: invalid_request (not exactly one of the three).
create function private.start_mode(p_interview_id uuid, p_practice jsonb, p_conversation jsonb)
returns text
language plpgsql set search_path = ''
as $$
begin
  if num_nonnulls(p_interview_id, p_practice, p_conversation) <> 1 then
    perform private.invalid_request('interview_id', 'send exactly one of interview_id, practice and conversation');
  elsif jsonb_typeof(p_practice) <> 'object' then
    perform private.invalid_request('practice', 'must be an object');
  elsif jsonb_typeof(p_conversation) <> 'object' then
    perform private.invalid_request('conversation', 'must be an object');
  end if;
  return case when p_interview_id is not null then 'timed' when p_practice is not null then 'practice' else 'conversation' end;
end
$$;
comment on function private.start_mode(uuid, jsonb, jsonb) is 'Which kind of session a start asks for.';
revoke execute on function private.start_mode(uuid, jsonb, jsonb) from public, anon, authenticated;

-- The extra time a user's valid invitation to an interview gives; 0 without one.
create function private.invited_extra_time(p_user_id uuid, p_interview_id uuid)
returns integer
language sql stable set search_path = ''
as $$
  select coalesce(max(v.extra_time_percent), 0)
  from public.interview_invitations v
  where v.interview_id = p_interview_id and v.user_id = p_user_id and (v.expires_at is null or v.expires_at > now())
$$;
comment on function private.invited_extra_time(uuid, uuid) is 'Extra time, in percent, that an invitation gives.';
revoke execute on function private.invited_extra_time(uuid, uuid) from public, anon, authenticated;

drop function public.start_session(uuid, uuid, uuid, boolean);

drop function private.start_session(uuid, uuid, uuid, boolean);

-- (nothing) → in_progress. Caller: the candidate. Locks the candidate. Exactly one of p_interview_id (a timed interview), p_practice
-- and p_conversation. A repeat with the same session_id returns the same session, replayed. A session in the way is named, unless start_over
-- says to abandon it. Errors: invalid_request, session_id_taken, interview_not_found, session_in_progress, start_over_not_allowed,
-- attempts_used_up, not_enough_questions, rate_limited.
create function private.start_session(
  p_session_id uuid, p_client_id uuid, p_interview_id uuid, p_start_over boolean, p_practice jsonb, p_conversation jsonb
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_mode text := private.start_mode(p_interview_id, p_practice, p_conversation);
  v_interview_id uuid := coalesce(p_interview_id, (p_conversation ->> 'interview_id')::uuid);
  v_interview public.interviews;
  v_session public.interview_sessions;
  v_active public.active_interview_sessions;
begin
  if p_client_id is null then
    perform private.invalid_request('client_id', 'is required');
  end if;
  perform private.lock_candidate(v_user_id);

  select * into v_session from public.interview_sessions s where s.id = p_session_id;
  if found then
    return private.replay_start(v_session, v_user_id, p_client_id, v_mode, v_interview_id, p_practice, p_conversation);
  end if;

  if v_interview_id is not null then
    select * into v_interview from public.interviews i where i.id = v_interview_id;
    if v_interview.mode is distinct from v_mode or not private.may_take(v_user_id, v_interview_id) then
      perform private.refuse(404, 'interview_not_found', 'There is no such interview.');
    end if;
  end if;
  if not exists (select from auth.users u where u.id = v_user_id) then
    perform private.refuse(401, 'not_authenticated', 'This account no longer exists.');
  end if;

  perform private.make_way(v_user_id, v_interview_id, p_client_id, coalesce(p_start_over, false));
  if private.attempts_left(v_user_id, v_interview_id) <= 0 then
    perform private.refuse(403, 'attempts_used_up', 'You have used all your attempts at this interview.');
  end if;
  perform private.take_rate_limit(v_user_id, 'start');

  if v_mode = 'timed' then
    v_session := private.open_session(p_session_id, v_user_id, v_interview, private.invited_extra_time(v_user_id, v_interview_id));
  elsif v_mode = 'practice' then
    v_session := private.open_practice(p_session_id, v_user_id, p_practice);
  else
    v_session := private.open_conversation(p_session_id, v_user_id, v_interview, p_conversation);
  end if;
  v_active := private.take_lease(v_session, p_client_id);
  perform private.serve_question(v_session);
  perform private.record_event(v_session.id, v_user_id, 'session_started', jsonb_build_object(
    'client_id', p_client_id, 'start_over', coalesce(p_start_over, false), 'extra_time_percent', v_session.extra_time_percent
  ));
  return jsonb_build_object('replayed', false) || private.session_view(v_session, v_active);
end
$$;
comment on function private.start_session(uuid, uuid, uuid, boolean, jsonb, jsonb) is 'Starts a timed interview, a practice run or a conversation.';
revoke execute on function private.start_session(uuid, uuid, uuid, boolean, jsonb, jsonb) from public, anon;
grant execute on function private.start_session(uuid, uuid, uuid, boolean, jsonb, jsonb) to authenticated;

-- Starts a timed interview, a practice run or a conversation. See private.start_session.
create function public.start_session(
  client_id uuid, interview_id uuid default null, session_id uuid default null, start_over boolean default false,
  practice jsonb default null, conversation jsonb default null
)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  -- Some gateways hand an object over as the text of one.
  select private.start_session(
    session_id, client_id, interview_id, start_over,
    nullif(case jsonb_typeof(practice) when 'string' then (practice #>> '{}')::jsonb else practice end, 'null'),
    nullif(case jsonb_typeof(conversation) when 'string' then (conversation #>> '{}')::jsonb else conversation end, 'null')
  )
$$;
comment on function public.start_session(uuid, uuid, uuid, boolean, jsonb, jsonb) is
  'Starts a timed interview, a practice run or a conversation. See private.start_session.';
revoke execute on function public.start_session(uuid, uuid, uuid, boolean, jsonb, jsonb) from public, anon, authenticated;
grant execute on function public.start_session(uuid, uuid, uuid, boolean, jsonb, jsonb) to authenticated;
