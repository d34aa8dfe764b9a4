-- One function per move of a session, one for what the clock decides, all under the candidate's lock.

-- Ends the transaction with a refusal that PostgREST renders as HTTP p_status: code in message, extra fields
-- in details, a sentence for people in hint. For refusals that write nothing; see private.problem for the others.
create function private.refuse(p_status integer, p_code text, p_sentence text, p_fields jsonb default '{}')
returns void
language plpgsql set search_path = ''
as $$
begin
  raise exception using
    errcode = 'PT' || p_status, message = p_code, detail = p_fields::text, hint = p_sentence;
end
$$;
comment on function private.refuse(integer, text, text, jsonb) is 'Raises a refusal that becomes an HTTP status and a problem document.';
revoke execute on function private.refuse(integer, text, text, jsonb) from public, anon, authenticated;

-- Refuses one argument: 422 invalid_request with the place and what is wrong with it.
create function private.invalid_request(p_argument text, p_message text)
returns void
language sql set search_path = ''
as $$
  select private.refuse(422, 'invalid_request', p_argument || ': ' || p_message, jsonb_build_object(
    'errors', jsonb_build_array(jsonb_build_object('loc', jsonb_build_array(p_argument), 'msg', p_message))
  ))
$$;
comment on function private.invalid_request(text, text) is 'Refuses one argument of a call.';
revoke execute on function private.invalid_request(text, text) from public, anon, authenticated;

-- The answer to an mcq must be the id of one of its options, or empty when the time has expired. Errors: invalid_request.
create function private.check_option(p_question public.session_questions, p_answer text, p_time_expired boolean)
returns void
language plpgsql set search_path = ''
as $$
begin
  if p_question.kind = 'mcq' and not (p_answer = '' and p_time_expired)
    and not exists (select from jsonb_array_elements(p_question.options) o where o ->> 'id' = p_answer)
  then
    perform private.invalid_request('answer', 'must be the id of one of the options');
  end if;
end
$$;
comment on function private.check_option(public.session_questions, text, boolean) is 'Validates the answer to a multiple-choice question.';
revoke execute on function private.check_option(public.session_questions, text, boolean) from public, anon, authenticated;

-- One line of the audit trail. p_actor null is the clock.
create function private.record_event(p_session_id uuid, p_actor uuid, p_event text, p_detail jsonb default '{}')
returns void
language sql set search_path = ''
as $$
  insert into public.session_events (session_id, actor, event, detail) values (p_session_id, p_actor, p_event, p_detail)
$$;
comment on function private.record_event(uuid, uuid, text, jsonb) is 'Appends one event to the audit trail of a session.';
revoke execute on function private.record_event(uuid, uuid, text, jsonb) from public, anon, authenticated;

-- Removes a candidate's live marker: active → completing → deleted, so that listeners of the table see the session
-- closing. Frees the user; the session itself is untouched. Returns whether there was one.
create function private.release_active(p_session_id uuid)
returns boolean
language plpgsql set search_path = ''
as $$
begin
  update public.active_interview_sessions a set status = 'completing' where a.session_id = p_session_id;
  delete from public.active_interview_sessions a where a.session_id = p_session_id;
  return found;
end
$$;
comment on function private.release_active(uuid) is 'Deletes the live marker of a session.';
revoke execute on function private.release_active(uuid) from public, anon, authenticated;

-- A time as the API writes it: RFC 3339, UTC, microseconds. One shape on every server, whatever its TimeZone.
create function private.rfc3339(p_at timestamptz)
returns text
language sql stable set search_path = ''
as $$
  select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;
comment on function private.rfc3339(timestamptz) is 'RFC 3339 text in UTC with microseconds.';
revoke execute on function private.rfc3339(timestamptz) from public, anon, authenticated;

-- SHA-256 of a text's UTF-8 bytes, in hexadecimal: what receipts carry.
create function private.sha256_hex(p_text text)
returns text
language sql immutable set search_path = ''
as $$
  select encode(sha256(convert_to(p_text, 'UTF8')), 'hex')
$$;
comment on function private.sha256_hex(text) is 'SHA-256 of the UTF-8 bytes, in hexadecimal.';
revoke execute on function private.sha256_hex(text) from public, anon, authenticated;

-- Writes the one answer of (session, position) and returns the row. Caller holds the candidate's lock and has checked
-- everything; a second answer meets the unique key.
create function private.store_answer(
  p_session_id uuid, p_position integer, p_answer text, p_source text, p_received_at timestamptz
)
returns public.answers
language sql set search_path = ''
as $$
  insert into public.answers (session_id, position, answer, source, sha256, received_at)
  values (p_session_id, p_position, p_answer, p_source, private.sha256_hex(p_answer), p_received_at)
  returning *
$$;
comment on function private.store_answer(uuid, integer, text, text, timestamptz) is 'Inserts the accepted answer of a question.';
revoke execute on function private.store_answer(uuid, integer, text, text, timestamptz) from public, anon, authenticated;

-- in_progress → completed, cancelled or abandoned. The one way a session ends. Caller holds the candidate's lock.
-- The open question is closed with its draft; a completed session gets an empty 'skipped' answer for every question
-- that has none. Writes one event and deletes the live marker.
create function private.close_session(
  p_session public.interview_sessions, p_status text, p_reason text, p_at timestamptz, p_actor uuid
)
returns public.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session public.interview_sessions;
  v_question public.session_questions;
begin
  select * into v_question from public.session_questions q
  where q.session_id = p_session.id and q.position = p_session.position and q.closed_at is null;
  if v_question.draft <> '' then
    perform private.store_answer(p_session.id, p_session.position, v_question.draft, 'draft', v_question.draft_at);
  end if;
  if p_status = 'completed' then
    perform private.store_answer(q.session_id, q.position, '', 'skipped', p_at)
    from public.session_questions q
    where q.session_id = p_session.id
      and not exists (select from public.answers a where a.session_id = q.session_id and a.position = q.position)
    order by q.position;
  end if;
  update public.session_questions q set closed_at = p_at where q.session_id = p_session.id and q.closed_at is null;
  update public.interview_sessions s
  set status = p_status, closed_reason = p_reason, closed_at = p_at,
    completed_at = case when p_status = 'completed' then p_at end
  where s.id = p_session.id
  returning * into v_session;
  perform private.release_active(p_session.id);
  perform private.record_event(p_session.id, p_actor, 'session_' || p_status, jsonb_build_object(
    'reason', p_reason, 'position', v_session.position, 'closed_at', private.rfc3339(p_at)
  ));
  return v_session;
end
$$;
comment on function private.close_session(public.interview_sessions, text, text, timestamptz, uuid) is
  'Ends a session with a status and a reason.';
revoke execute on function private.close_session(public.interview_sessions, text, text, timestamptz, uuid) from public, anon, authenticated;

-- The receipt of a stored text. Made from stored values only, so any repeat gives the same bytes.
create function private.receipt(p_id uuid, p_received_at timestamptz, p_sha256 text, p_late_by interval)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'answer_id', p_id,
    'received_at', private.rfc3339(p_received_at),
    'sha256', p_sha256,
    'late_by_seconds', trim_scale(round(extract(epoch from p_late_by), 3))
  )
$$;
comment on function private.receipt(uuid, timestamptz, text, interval) is 'Proof of storage: id, server time, SHA-256, lateness.';
revoke execute on function private.receipt(uuid, timestamptz, text, interval) from public, anon, authenticated;

-- Hands out the current question if that has not happened yet: served_at and deadline_at are set once. Called only where
-- the candidate is there to read it (start, submit, resume). Caller holds the candidate's lock and has settled the session.
-- Uses clock_timestamp(), not now(): a wait for a lock must not eat into the candidate's time.
create function private.serve_question(p_session public.interview_sessions)
returns void
language sql set search_path = ''
as $$
  update public.session_questions q
  set served_at = clock.reads,
    deadline_at = clock.reads
      + make_interval(secs => q.time_limit_seconds * (100 + p_session.extra_time_percent) / 100.0)
  from (select clock_timestamp() as reads) clock
  where q.session_id = p_session.id and q.position = p_session.position
    and q.served_at is null and p_session.status = 'in_progress'
$$;
comment on function private.serve_question(public.interview_sessions) is 'Starts the clock of the current question.';
revoke execute on function private.serve_question(public.interview_sessions) from public, anon, authenticated;

-- The lease object of the API; null without a live row.
create function private.lease_view(p_active public.active_interview_sessions)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'client_id', p_active.client_id,
    'number', p_active.lease_number,
    'expires_at', private.rfc3339(p_active.lease_expires_at),
    'heartbeat_seconds', t.heartbeat_seconds,
    'draft_seconds', t.draft_seconds
  )
  from private.settings t
  where p_active.user_id is not null
$$;
comment on function private.lease_view(public.active_interview_sessions) is 'The lease object of the API.';
revoke execute on function private.lease_view(public.active_interview_sessions) from public, anon, authenticated;

-- Seconds until a deadline, not below zero, to the millisecond; null without a deadline. By clock_timestamp(), as
-- server_time is: both leave the server together.
create function private.remaining_seconds(p_deadline_at timestamptz)
returns numeric
language sql volatile set search_path = ''
as $$
  select case when p_deadline_at is not null then
    trim_scale(round(greatest(extract(epoch from p_deadline_at - clock_timestamp()), 0), 3))
  end
$$;
comment on function private.remaining_seconds(timestamptz) is 'Seconds left until a deadline.';
revoke execute on function private.remaining_seconds(timestamptz) from public, anon, authenticated;

-- The question object of the API: the current question if it has been handed out and the session is open, else null.
create function private.question_view(p_session public.interview_sessions)
returns jsonb
language sql volatile set search_path = ''
as $$
  select jsonb_build_object(
    'position', q.position,
    'kind', q.kind,
    'prompt', q.prompt,
    'options', q.options,
    'points', q.points,
    'time_limit_seconds', q.time_limit_seconds,
    'served_at', private.rfc3339(q.served_at),
    'deadline_at', private.rfc3339(q.deadline_at),
    'grace_seconds', p_session.grace_seconds,
    'remaining_seconds', private.remaining_seconds(q.deadline_at),
    'draft', q.draft
  )
  from public.session_questions q
  where q.session_id = p_session.id and q.position = p_session.position
    and p_session.status = 'in_progress' and q.served_at is not null and q.closed_at is null
$$;
comment on function private.question_view(public.interview_sessions) is 'The current question as the candidate may see it.';
revoke execute on function private.question_view(public.interview_sessions) from public, anon, authenticated;

-- The session object of the API.
create function private.session_summary(p_session public.interview_sessions)
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
    'extra_time_percent', p_session.extra_time_percent
  )
$$;
comment on function private.session_summary(public.interview_sessions) is 'The session object of the API.';
revoke execute on function private.session_summary(public.interview_sessions) from public, anon, authenticated;

-- The session view of the API: session, current question, lease (null for a caller who does not hold it), own answers.
create function private.session_view(p_session public.interview_sessions, p_active public.active_interview_sessions)
returns jsonb
language sql volatile set search_path = ''
as $$
  select jsonb_build_object(
    'session', private.session_summary(p_session),
    'question', private.question_view(p_session),
    'lease', private.lease_view(p_active),
    'answers', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'position', a.position, 'answer', a.answer, 'source', a.source,
          'receipt', private.receipt(a.id, a.received_at, a.sha256, a.late_by)
        ) order by a.position
      )
      from public.answers a where a.session_id = p_session.id
    ), '[]'),
    'server_time', private.rfc3339(clock_timestamp())
  )
$$;
comment on function private.session_view(public.interview_sessions, public.active_interview_sessions) is 'The session view of the API.';
revoke execute on function private.session_view(public.interview_sessions, public.active_interview_sessions) from public, anon, authenticated;

-- The body of a submit whose answer is stored: receipt, and the session as it stands, with the next question if the caller
-- holds the lease.
create function private.submit_result(
  p_session public.interview_sessions, p_active public.active_interview_sessions, p_answer public.answers, p_replayed boolean
)
returns jsonb
language plpgsql set search_path = ''
as $$
begin
  if p_active.user_id is not null then
    perform private.serve_question(p_session);
  end if;
  return jsonb_build_object(
    'receipt', private.receipt(p_answer.id, p_answer.received_at, p_answer.sha256, p_answer.late_by),
    'accepted', true, 'replayed', p_replayed, 'late', false, 'completed', p_session.status = 'completed'
  ) || private.session_view(p_session, p_active);
end
$$;
comment on function private.submit_result(public.interview_sessions, public.active_interview_sessions, public.answers, boolean) is
  'Body of an accepted or repeated submit.';
revoke execute on function private.submit_result(public.interview_sessions, public.active_interview_sessions, public.answers, boolean) from public, anon, authenticated;

-- A refusal that must commit (a text was kept, a question expired): returned, not raised, with the HTTP status set for
-- callers that come straight through PostgREST.
create function private.problem(p_status integer, p_code text, p_sentence text, p_fields jsonb default '{}')
returns jsonb
language plpgsql set search_path = ''
as $$
begin
  perform set_config('response.status', p_status::text, true);
  return jsonb_build_object(
    'problem', jsonb_build_object('status', p_status, 'code', p_code, 'detail', p_sentence) || p_fields
  );
end
$$;
comment on function private.problem(integer, text, text, jsonb) is 'A refusal as a value, for transactions that must commit.';
revoke execute on function private.problem(integer, text, text, jsonb) from public, anon, authenticated;

-- Sooner than the question allows: the text becomes the draft, so that it is not lost, and the caller may try again. An
-- empty one leaves the draft as it is.
create function private.too_fast(p_question public.session_questions, p_text text)
returns jsonb
language plpgsql set search_path = ''
as $$
begin
  update public.session_questions q set draft = p_text, draft_at = now()
  where q.session_id = p_question.session_id and q.position = p_question.position and p_text <> '';
  return private.problem(409, 'too_fast', 'This question takes longer to read. Your text is saved as a draft; send it again in a moment.',
    jsonb_build_object('retry_after_seconds', private.remaining_seconds(
      p_question.served_at + make_interval(secs => p_question.min_seconds)
    )));
end
$$;
comment on function private.too_fast(public.session_questions, text) is 'Answers a submit that came sooner than min_seconds.';
revoke execute on function private.too_fast(public.session_questions, text) from public, anon, authenticated;

-- The current question, answered in time by the device that holds the lease: stores the answer, moves on, completes after the
-- last question. Caller holds the candidate's lock, has settled the session and found no answer at p_position. Errors:
-- position_ahead, invalid_request (not an option); committed refusal: too_fast.
create function private.accept_answer(
  p_session public.interview_sessions, p_active public.active_interview_sessions,
  p_position integer, p_text text, p_client_submitted_at timestamptz, p_time_expired boolean
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_session public.interview_sessions;
  v_question public.session_questions;
  v_answer public.answers;
begin
  select * into v_question from public.session_questions q
  where q.session_id = p_session.id and q.position = p_position and q.served_at is not null;
  if not found or p_position <> p_session.position then
    perform private.refuse(
      409, 'position_ahead', 'This question has not been handed out yet.', jsonb_build_object('position', p_session.position)
    );
  end if;
  perform private.check_option(v_question, p_text, p_time_expired);
  if now() < v_question.served_at + make_interval(secs => v_question.min_seconds) and v_question.min_seconds > 0 then
    return private.too_fast(v_question, p_text);
  end if;
  v_answer := private.store_answer(p_session.id, p_position, p_text, 'submitted', now());
  update public.session_questions q set closed_at = now() where q.session_id = p_session.id and q.position = p_position;
  update public.interview_sessions s set position = s.position + 1 where s.id = p_session.id returning * into v_session;
  perform private.record_event(v_session.id, v_session.user_id, 'answer_submitted', jsonb_build_object(
    'position', p_position, 'answer_id', v_answer.id, 'lease', p_active.lease_number, 'time_expired', p_time_expired,
    'client_submitted_at', private.rfc3339(p_client_submitted_at)
  ));
  if v_session.position = v_session.question_count then
    v_session := private.close_session(v_session, 'completed', 'answered', now(), v_session.user_id);
    return private.submit_result(v_session, null, v_answer, false);
  end if;
  return private.submit_result(v_session, p_active, v_answer, false);
end
$$;
comment on function private.accept_answer(
  public.interview_sessions, public.active_interview_sessions, integer, text, timestamptz, boolean
) is 'Stores the answer to the current question and moves on.';
revoke execute on function private.accept_answer(public.interview_sessions, public.active_interview_sessions, integer, text, timestamptz, boolean) from public, anon, authenticated;

-- Whether a text already is the stored answer of its question, so that there is nothing to keep.
create function private.is_the_answer(p_session_id uuid, p_position integer, p_text text)
returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from public.answers a
    where a.session_id = p_session_id and a.position = p_position and a.sha256 = private.sha256_hex(p_text)
  )
$$;
comment on function private.is_the_answer(uuid, integer, text) is 'Whether a text is the stored answer of its question.';
revoke execute on function private.is_the_answer(uuid, integer, text) from public, anon, authenticated;

-- The text as it was kept earlier for the same reason, or a null row.
create function private.kept_text(p_session_id uuid, p_position integer, p_text text, p_reason text)
returns public.late_answers
language sql stable set search_path = ''
as $$
  select k from public.late_answers k
  where k.session_id = p_session_id and k.position = p_position and k.reason = p_reason
    and k.sha256 = private.sha256_hex(p_text)
$$;
comment on function private.kept_text(uuid, integer, text, text) is 'Finds a text that was kept before.';
revoke execute on function private.kept_text(uuid, integer, text, text) from public, anon, authenticated;

-- Keeps a text that cannot be accepted. The same text for the same reason is kept once, so a retry gets the same
-- receipt. Of drafts (reason late_draft) the newest of each lease is kept, as for an open question. Returns a null row when the shelf for this
-- question is full (private.settings.kept_texts_per_question, drafts not counted) or the position does not exist: then the caller must not
-- say that it was kept.
create function private.keep_text(
  p_session public.interview_sessions, p_position integer, p_text text, p_reason text, p_lease integer
)
returns public.late_answers
language plpgsql set search_path = ''
as $$
declare
  v_kept public.late_answers := private.kept_text(p_session.id, p_position, p_text, p_reason);
  v_deadline_at timestamptz;
begin
  if v_kept.id is not null then
    return v_kept;
  end if;
  select q.deadline_at into v_deadline_at from public.session_questions q
  where q.session_id = p_session.id and q.position = p_position;
  if not found then
    return null;
  end if;
  if p_reason = 'late_draft' then
    delete from public.late_answers k
    where k.session_id = p_session.id and k.position = p_position and k.reason = p_reason
      and k.lease_number is not distinct from p_lease;
  elsif (select t.kept_texts_per_question from private.settings t) <= (
    select count(*) from public.late_answers k
    where k.session_id = p_session.id and k.position = p_position and k.reason <> 'late_draft'
  ) then
    return null;
  end if;
  insert into public.late_answers (session_id, position, answer, reason, sha256, lease_number, received_at, late_by)
  values (
    p_session.id, p_position, p_text, p_reason, private.sha256_hex(p_text), p_lease, now(),
    coalesce(greatest(now() - v_deadline_at, interval '0'), interval '0')
  )
  returning * into v_kept;
  perform private.record_event(p_session.id, p_session.user_id, 'text_kept', jsonb_build_object(
    'position', p_position, 'reason', p_reason, 'late_answer_id', v_kept.id, 'lease', p_lease
  ));
  return v_kept;
end
$$;
comment on function private.keep_text(public.interview_sessions, integer, text, text, integer) is
  'Puts a late or stale text on the shelf for a person to look at.';
revoke execute on function private.keep_text(public.interview_sessions, integer, text, text, integer) from public, anon, authenticated;

-- Makes sure that a text which was not accepted is not lost: true if it is kept, or already is the stored answer; false
-- if there was no text, or the shelf is full.
create function private.keep_unless_answer(
  p_session public.interview_sessions, p_position integer, p_text text, p_reason text, p_lease integer
)
returns boolean
language sql set search_path = ''
as $$
  select coalesce(p_text, '') <> '' and (
    private.is_the_answer(p_session.id, p_position, p_text)
    or (private.keep_text(p_session, p_position, p_text, p_reason, p_lease)).id is not null
  )
$$;
comment on function private.keep_unless_answer(public.interview_sessions, integer, text, text, integer) is
  'Keeps a refused text and says whether it is safe.';
revoke execute on function private.keep_unless_answer(public.interview_sessions, integer, text, text, integer) from public, anon, authenticated;

-- A different text for an answered question: the stored answer stays, the new text is kept beside it.
create function private.already_answered(
  p_session public.interview_sessions, p_answer public.answers, p_text text, p_lease integer
)
returns jsonb
language plpgsql set search_path = ''
as $$
begin
  return private.problem(409, 'already_answered', 'This question already has an answer, which stays as it is.', jsonb_build_object(
    'receipt', private.receipt(p_answer.id, p_answer.received_at, p_answer.sha256, p_answer.late_by),
    'position', p_session.position,
    'kept', private.keep_unless_answer(p_session, p_answer.position, p_text, 'already_answered', p_lease)
  ));
end
$$;
comment on function private.already_answered(public.interview_sessions, public.answers, text, integer) is
  'Answers a second, different submit for one question.';
revoke execute on function private.already_answered(public.interview_sessions, public.answers, text, integer) from public, anon, authenticated;

-- Sessions of an interview that a user may still start; null is any number. An invitation's number wins.
create function private.attempts_left(p_user_id uuid, p_interview_id uuid)
returns integer
language sql stable set search_path = ''
as $$
  select case when v.interview_id is null then i.attempts_allowed else v.attempts_allowed end
    - (select count(*) from public.interview_sessions s where s.user_id = p_user_id and s.interview_id = p_interview_id)::integer
  from public.interviews i
  left join public.interview_invitations v on v.interview_id = i.id and v.user_id = p_user_id
  where i.id = p_interview_id
$$;
comment on function private.attempts_left(uuid, uuid) is 'Attempts a user has left at an interview; null is unlimited.';
revoke execute on function private.attempts_left(uuid, uuid) from public, anon, authenticated;

-- The signed-in user, or a refusal. Checks subject, role and audience here, because PostgREST lets a token with a
-- missing or empty audience pass. Errors: not_authenticated.
create function private.caller_id()
returns uuid
language plpgsql stable set search_path = ''
as $$
declare
  v_claims jsonb := auth.jwt();
begin
  if v_claims ->> 'role' is distinct from 'authenticated'
    or not coalesce(v_claims -> 'aud' ? 'authenticated', false)
    or not coalesce(v_claims ->> 'sub' ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$', false)
  then
    perform private.refuse(401, 'not_authenticated', 'Sign in and send your access token.');
  end if;
  return (v_claims ->> 'sub')::uuid;
end
$$;
comment on function private.caller_id() is 'Id of the signed-in user; refuses anybody else.';
revoke execute on function private.caller_id() from public, anon, authenticated;

-- Whether the candidate could abandon this session and begin again: its interview allowed it, and attempts are left.
create function private.can_start_over(p_session public.interview_sessions)
returns boolean
language sql stable set search_path = ''
as $$
  select p_session.start_over_allowed
    and (p_session.interview_id is null
      or coalesce(private.attempts_left(p_session.user_id, p_session.interview_id) > 0, true))
$$;
comment on function private.can_start_over(public.interview_sessions) is 'Whether abandoning this session would let the candidate begin again.';
revoke execute on function private.can_start_over(public.interview_sessions) from public, anon, authenticated;

-- The advisory lock number of a candidate. Two users on one number only wait for each other needlessly.
create function private.candidate_lock_key(p_user_id uuid)
returns bigint
language sql immutable set search_path = ''
as $$
  select hashtextextended('reprise candidate ' || p_user_id::text, 0)
$$;
comment on function private.candidate_lock_key(uuid) is 'Advisory lock number of a candidate.';
revoke execute on function private.candidate_lock_key(uuid) from public, anon, authenticated;

-- Refuses a text longer than 64 KiB of UTF-8. Errors: payload_too_large.
create function private.check_text(p_text text)
returns void
language plpgsql set search_path = ''
as $$
begin
  if octet_length(p_text) > 65536 then
    perform private.refuse(413, 'payload_too_large', 'An answer may have at most 64 KiB.');
  end if;
end
$$;
comment on function private.check_text(text) is 'Refuses a text that is too long to be an answer.';
revoke execute on function private.check_text(text) from public, anon, authenticated;

-- Refuses arguments of a submit that no state could make right. Errors: invalid_request, payload_too_large.
create function private.check_submission(p_position integer, p_answer text, p_lease integer, p_time_expired boolean)
returns void
language plpgsql set search_path = ''
as $$
begin
  if p_position is null or p_position < 0 then
    perform private.invalid_request('position', 'must be 0 or more');
  elsif p_lease is null then
    perform private.invalid_request('lease', 'is required');
  elsif p_answer is null or (p_answer = '' and not p_time_expired) then
    perform private.invalid_request('answer', 'may be empty only when the time has expired');
  end if;
  perform private.check_text(p_answer);
end
$$;
comment on function private.check_submission(integer, text, integer, boolean) is 'Validates the arguments of a submit.';
revoke execute on function private.check_submission(integer, text, integer, boolean) from public, anon, authenticated;

-- The one lock of the lifecycle: every transition takes it first, for the candidate it concerns, and holds it to the
-- end of the transaction. One lock, always first: transitions of one candidate queue, deadlocks cannot happen.
create function private.lock_candidate(p_user_id uuid)
returns void
language sql set search_path = ''
as $$
  select pg_advisory_xact_lock(private.candidate_lock_key(p_user_id))
$$;
comment on function private.lock_candidate(uuid) is 'Waits for and takes the transaction-long lock of one candidate.';
revoke execute on function private.lock_candidate(uuid) from public, anon, authenticated;

-- Applies what the clock has already decided. The one expiry transition: start, submit, heartbeat, resume, finish and
-- cleanup all call it, so it does not matter who notices first. Caller holds the candidate's lock. A repeat does nothing.
-- An expired question closes at deadline + grace with its last draft (source draft) or empty (source expired); the next one is
-- not handed out. After the last question the session completes; past resume_until it is abandoned.
create function private.settle_session(p_session public.interview_sessions)
returns public.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session public.interview_sessions := p_session;
  v_question public.session_questions;
  v_closes_at timestamptz;
  v_has_draft boolean;
begin
  if v_session.status <> 'in_progress' then
    return v_session;
  end if;
  select * into v_question from public.session_questions q
  where q.session_id = v_session.id and q.position = v_session.position and q.closed_at is null;
  v_closes_at := v_question.deadline_at + make_interval(secs => v_session.grace_seconds);
  if v_closes_at < now() and v_closes_at <= v_session.resume_until then
    v_has_draft := coalesce(v_question.draft <> '', false);
    perform private.store_answer(
      v_session.id, v_session.position,
      case when v_has_draft then v_question.draft else '' end,
      case when v_has_draft then 'draft' else 'expired' end,
      case when v_has_draft then v_question.draft_at else v_closes_at end
    );
    update public.session_questions q set closed_at = v_closes_at
    where q.session_id = v_session.id and q.position = v_session.position;
    update public.interview_sessions s set position = s.position + 1
    where s.id = v_session.id
    returning * into v_session;
    perform private.record_event(v_session.id, null, 'question_expired', jsonb_build_object(
      'position', v_question.position, 'source', case when v_has_draft then 'draft' else 'expired' end,
      'closed_at', private.rfc3339(v_closes_at)
    ));
    if v_session.position = v_session.question_count then
      return private.close_session(v_session, 'completed', 'expired', v_closes_at, null);
    end if;
  end if;
  if v_session.resume_until < now() then
    return private.close_session(v_session, 'abandoned', 'resume_window_passed', v_session.resume_until, null);
  end if;
  return v_session;
end
$$;
comment on function private.settle_session(public.interview_sessions) is 'The one expiry transition: closes what the clock has closed.';
revoke execute on function private.settle_session(public.interview_sessions) from public, anon, authenticated;

-- Frees the caller from the session they are live in. Locks the candidate. The session is abandoned if the candidate could start
-- over; otherwise only the live marker goes and the session stays resumable, so that nobody loses their only attempt to
-- a crashed browser. A repeat finds nothing and says so.
create function private.clear_stuck_session()
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.interview_sessions;
begin
  perform private.lock_candidate(v_user_id);
  select s.* into v_session
  from public.active_interview_sessions a
  join public.interview_sessions s on s.id = a.session_id
  where a.user_id = v_user_id;
  if found then
    v_session := private.settle_session(v_session);
    if v_session.status = 'in_progress' and private.can_start_over(v_session) then
      v_session := private.close_session(v_session, 'abandoned', 'cleared', now(), v_user_id);
    elsif v_session.status = 'in_progress' then
      perform private.release_active(v_session.id);
      perform private.record_event(v_session.id, v_user_id, 'live_marker_cleared');
    end if;
  end if;
  return jsonb_build_object(
    'cleared', v_session.id is not null,
    'session', case when v_session.id is not null then private.session_summary(v_session) end,
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.clear_stuck_session() is 'Frees a user from a session that a crash left behind.';
revoke execute on function private.clear_stuck_session() from public, anon;
grant execute on function private.clear_stuck_session() to authenticated;

-- Deletes a live marker that is overdue, whoever noticed: the sweep, or the user who starts or resumes another session. Returns
-- whether there was one.
create function private.expire_marker(p_session_id uuid)
returns boolean
language plpgsql set search_path = ''
as $$
begin
  if not private.release_active(p_session_id) then
    return false;
  end if;
  perform private.record_event(p_session_id, null, 'live_marker_expired');
  return true;
end
$$;
comment on function private.expire_marker(uuid) is 'Deletes an overdue live marker and notes it.';
revoke execute on function private.expire_marker(uuid) from public, anon, authenticated;

-- Positions that ran out since the candidate was last here: the question before the current one, if the clock closed it
-- and nothing has been handed out since. Never more than one, because the next question waits for the candidate.
create function private.expired_while_away(p_session public.interview_sessions)
returns jsonb
language sql stable set search_path = ''
as $$
  select coalesce(jsonb_agg(q.position), '[]')
  from public.session_questions q
  join public.answers a on a.session_id = q.session_id and a.position = q.position and a.source in ('draft', 'expired')
  where q.session_id = p_session.id and q.position = p_session.position - 1
    and q.deadline_at is not null and q.closed_at >= q.deadline_at
    and not exists (
      select from public.session_questions n
      where n.session_id = q.session_id and n.position = p_session.position and n.served_at is not null
    )
$$;
comment on function private.expired_while_away(public.interview_sessions) is 'Which question ran out while the candidate was away.';
revoke execute on function private.expired_while_away(public.interview_sessions) from public, anon, authenticated;

-- Checks the caller's lease and counts the call as a sign of life. Returns the live row, or null when the lease is
-- stale. A live marker that cleanup deleted comes back for the device that held the last lease, unless the user
-- is live in another session by now: a laptop that slept loses nothing. Caller holds the candidate's lock.
create function private.hold_lease(p_session public.interview_sessions, p_lease integer)
returns public.active_interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_active public.active_interview_sessions;
  v_expires_at timestamptz := now() + make_interval(secs => (select t.lease_seconds from private.settings t));
begin
  if p_lease is distinct from p_session.lease_number then
    return null;
  end if;
  update public.active_interview_sessions a
  set updated_at = now(), lease_expires_at = v_expires_at
  where a.user_id = p_session.user_id and a.session_id = p_session.id and a.lease_number = p_lease
  returning * into v_active;
  if not found then
    insert into public.active_interview_sessions (user_id, session_id, client_id, lease_number, lease_expires_at)
    values (p_session.user_id, p_session.id, p_session.lease_client_id, p_lease, v_expires_at)
    on conflict do nothing
    returning * into v_active;
    if found then
      perform private.record_event(p_session.id, p_session.user_id, 'live_marker_restored', jsonb_build_object('lease', p_lease));
    end if;
  end if;
  return v_active;
end
$$;
comment on function private.hold_lease(public.interview_sessions, integer) is 'Renews the lease of the device that holds it; null for any other.';
revoke execute on function private.hold_lease(public.interview_sessions, integer) from public, anon, authenticated;

-- Another device holds the session: nothing changes, the text is kept. A null text means there was none.
create function private.lease_lost(
  p_session public.interview_sessions, p_position integer, p_text text, p_lease integer, p_reason text default 'lease_lost'
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_active public.active_interview_sessions;
begin
  select * into v_active from public.active_interview_sessions a where a.session_id = p_session.id;
  return private.problem(409, 'lease_lost', 'This session continued in another tab or on another device.', jsonb_build_object(
    'lease', private.lease_view(v_active),
    'kept', private.keep_unless_answer(p_session, p_position, p_text, p_reason, p_lease)
  ));
end
$$;
comment on function private.lease_lost(public.interview_sessions, integer, text, integer, text) is 'Answers a call with a stale lease.';
revoke execute on function private.lease_lost(public.interview_sessions, integer, text, integer, text) from public, anon, authenticated;

-- The caller's session under the candidate's lock, or a refusal with p_code. Not found and not yours are one answer.
create function private.own_session(p_session_id uuid, p_user_id uuid, p_code text default 'session_not_found')
returns public.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session public.interview_sessions;
begin
  perform private.lock_candidate(p_user_id);
  select * into v_session from public.interview_sessions s where s.id = p_session_id and s.user_id = p_user_id;
  if not found then
    perform private.refuse(404, p_code, 'There is no such session.');
  end if;
  return v_session;
end
$$;
comment on function private.own_session(uuid, uuid, text) is 'Locks the candidate and returns their session.';
revoke execute on function private.own_session(uuid, uuid, text) from public, anon, authenticated;

-- The session is over: nothing changes, the text is kept. A null text means there was none.
create function private.session_closed(
  p_session public.interview_sessions, p_position integer, p_text text, p_lease integer, p_reason text default 'session_closed'
)
returns jsonb
language plpgsql set search_path = ''
as $$
begin
  return private.problem(409, 'session_closed', 'This session is closed.', jsonb_build_object(
    'session_status', p_session.status, 'closed_reason', p_session.closed_reason,
    'kept', private.keep_unless_answer(p_session, p_position, p_text, p_reason, p_lease)
  ));
end
$$;
comment on function private.session_closed(public.interview_sessions, integer, text, integer, text) is
  'Answers a call to a closed session.';
revoke execute on function private.session_closed(public.interview_sessions, integer, text, integer, text) from public, anon, authenticated;

-- in_progress → completed or cancelled, by the candidate who holds the lease. Locks the candidate. A repeat gets the same answer. Errors:
-- session_not_found, invalid_request; committed refusals: lease_lost, session_closed (it had ended otherwise).
create function private.finish_session(p_session_id uuid, p_lease integer, p_outcome text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.interview_sessions;
  v_active public.active_interview_sessions;
begin
  if p_outcome is null or p_outcome not in ('completed', 'cancelled') then
    perform private.invalid_request('outcome', 'must be completed or cancelled');
  elsif p_lease is null then
    perform private.invalid_request('lease', 'is required');
  end if;
  v_session := private.own_session(p_session_id, v_user_id);
  if v_session.status = 'in_progress' then
    v_active := private.hold_lease(v_session, p_lease);
    if v_active.user_id is null then
      return private.lease_lost(v_session, v_session.position, null, p_lease);
    end if;
    v_session := private.settle_session(v_session);
  end if;
  if v_session.status = 'in_progress' then
    v_session := private.close_session(
      v_session, p_outcome, case p_outcome when 'completed' then 'finished' else 'cancelled' end, now(), v_user_id
    );
  elsif v_session.status <> p_outcome then
    return private.session_closed(v_session, v_session.position, null, p_lease);
  end if;
  return private.session_view(v_session, null);
end
$$;
comment on function private.finish_session(uuid, integer, text) is 'Ends a session early, or acknowledges that it has ended.';
revoke execute on function private.finish_session(uuid, integer, text) from public, anon;
grant execute on function private.finish_session(uuid, integer, text) to authenticated;

-- The session a user is live in, else the latest they can still resume; a null row if there is none. A session whose last
-- question has run out is over, whether or not somebody has noticed.
create function private.resumable_session(p_user_id uuid)
returns public.interview_sessions
language sql stable set search_path = ''
as $$
  select s
  from public.interview_sessions s
  left join public.active_interview_sessions a on a.session_id = s.id
  left join public.session_questions last on last.session_id = s.id and last.position = s.question_count - 1
  where s.user_id = p_user_id and s.status = 'in_progress' and s.resume_until >= now()
    and not coalesce(last.deadline_at + make_interval(secs => s.grace_seconds) < now(), false)
  order by (a.user_id is not null) desc, s.started_at desc, s.id desc
  limit 1
$$;
comment on function private.resumable_session(uuid) is 'The session a user is live in, or the latest they can resume.';
revoke execute on function private.resumable_session(uuid) from public, anon, authenticated;

-- What the welcome-back dialog shows: the session, which question, the time left, and whether somebody else is live in it.
-- Reads only: an expired question is reported (time_expired), not closed.
create function private.welcome_back(p_session public.interview_sessions, p_client_id uuid default null)
returns jsonb
language sql volatile set search_path = ''
as $$
  select private.session_summary(p_session) || jsonb_build_object(
    'question_number', p_session.position + 1,
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
  from public.session_questions q
  where q.session_id = p_session.id and q.position = p_session.position
$$;
comment on function private.welcome_back(public.interview_sessions, uuid) is 'The summary for the welcome-back dialog.';
revoke execute on function private.welcome_back(public.interview_sessions, uuid) from public, anon, authenticated;

-- What GET /resume shows: the session the user is live in, else the latest one they can resume, else null. Reads only.
create function private.get_active_session(p_client_id uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.interview_sessions;
begin
  v_session := private.resumable_session(v_user_id);
  return jsonb_build_object(
    'active_session', case when v_session.id is not null then private.welcome_back(v_session, p_client_id) end,
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.get_active_session(uuid) is 'The session a user could resume, for the welcome-back dialog.';
revoke execute on function private.get_active_session(uuid) from public, anon;
grant execute on function private.get_active_session(uuid) to authenticated;

-- A sign of life, with the draft if it changed. Caller: the candidate who holds the lease. Locks the candidate.
-- Renews the lease; stores the draft of the current question; a draft for a closed question is kept. Never hands out a question.
-- Errors: session_not_found, position_ahead, payload_too_large, invalid_request; committed refusals: lease_lost, session_closed.
create function private.heartbeat(p_session_id uuid, p_lease integer, p_draft_position integer, p_draft_text text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.interview_sessions;
  v_question public.session_questions;
  v_active public.active_interview_sessions;
begin
  if p_lease is null then
    perform private.invalid_request('lease', 'is required');
  elsif (p_draft_position is null) <> (p_draft_text is null) then
    perform private.invalid_request('draft', 'needs both position and text');
  elsif p_draft_position < 0 then
    perform private.invalid_request('draft', 'needs a position of 0 or more');
  end if;
  perform private.check_text(p_draft_text);
  v_session := private.own_session(p_session_id, v_user_id);
  if v_session.status = 'in_progress' then
    v_active := private.hold_lease(v_session, p_lease);
    if v_active.user_id is null then
      return private.lease_lost(v_session, p_draft_position, p_draft_text, p_lease, 'late_draft');
    end if;
    v_session := private.settle_session(v_session);
  end if;
  if v_session.status <> 'in_progress' then
    return private.session_closed(v_session, p_draft_position, p_draft_text, p_lease, 'late_draft');
  elsif p_draft_position < v_session.position then
    perform private.keep_unless_answer(v_session, p_draft_position, p_draft_text, 'late_draft', p_lease);
  elsif p_draft_position is not null then
    update public.session_questions q set draft = p_draft_text, draft_at = now()
    where q.session_id = v_session.id and q.position = p_draft_position and p_draft_position = v_session.position
      and q.served_at is not null;
    if not found then
      perform private.refuse(
        409, 'position_ahead', 'This question has not been handed out yet.', jsonb_build_object('position', v_session.position)
      );
    end if;
  end if;

  select * into v_question from public.session_questions q
  where q.session_id = v_session.id and q.position = v_session.position;
  return jsonb_build_object(
    'lease', private.lease_view(v_active),
    'position', v_session.position,
    'status', v_session.status,
    'deadline_at', private.rfc3339(v_question.deadline_at),
    'remaining_seconds', private.remaining_seconds(v_question.deadline_at),
    'draft_saved_at', private.rfc3339(v_question.draft_at),
    'extra_time_percent', v_session.extra_time_percent,
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.heartbeat(uuid, integer, integer, text) is 'Renews the lease and stores the draft.';
revoke execute on function private.heartbeat(uuid, integer, integer, text) from public, anon;
grant execute on function private.heartbeat(uuid, integer, integer, text) to authenticated;

-- Whether a session's live marker has had a sign of life recently enough that cleanup would leave it.
create function private.is_live(p_session_id uuid)
returns boolean
language sql stable set search_path = ''
as $$
  select exists (
    select from public.active_interview_sessions a, private.settings t
    where a.session_id = p_session_id and a.updated_at >= now() - t.active_session_max_age
  )
$$;
comment on function private.is_live(uuid) is 'Whether a session has a live marker that is not overdue.';
revoke execute on function private.is_live(uuid) from public, anon, authenticated;

-- The question had closed: the text goes to the shelf, the caller gets a receipt for it that says how late it was (null if the shelf
-- is full), and the next question if they hold the lease.
create function private.late_result(
  p_session public.interview_sessions, p_active public.active_interview_sessions,
  p_position integer, p_text text, p_lease integer, p_replayed boolean
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_kept public.late_answers;
begin
  if p_text <> '' then
    v_kept := private.keep_text(p_session, p_position, p_text, 'late', p_lease);
  end if;
  if p_active.user_id is not null then
    perform private.serve_question(p_session);
  end if;
  return jsonb_build_object(
    'receipt', case when v_kept.id is not null then
      private.receipt(v_kept.id, v_kept.received_at, v_kept.sha256, v_kept.late_by)
    end,
    'accepted', false, 'replayed', p_replayed, 'late', true, 'kept', v_kept.id is not null,
    'completed', p_session.status = 'completed'
  ) || private.session_view(p_session, p_active);
end
$$;
comment on function private.late_result(
  public.interview_sessions, public.active_interview_sessions, integer, text, integer, boolean
) is 'Keeps an answer that came too late and says so.';
revoke execute on function private.late_result(public.interview_sessions, public.active_interview_sessions, integer, text, integer, boolean) from public, anon, authenticated;

-- Takes the user out of the session they were live in, because they resume another one: allowed when it is over or its live marker is
-- overdue. Caller holds the candidate's lock. Errors: session_in_progress (with session).
create function private.leave_session(p_session_id uuid, p_client_id uuid)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_session public.interview_sessions;
begin
  select * into v_session from public.interview_sessions s where s.id = p_session_id;
  v_session := private.settle_session(v_session);
  if private.is_live(v_session.id) then
    perform private.refuse(
      409, 'session_in_progress', 'You are live in another session. Finish or clear that one first.',
      jsonb_build_object('session', private.welcome_back(v_session, p_client_id))
    );
  end if;
  perform private.expire_marker(v_session.id);
end
$$;
comment on function private.leave_session(uuid, uuid) is 'Frees a user from an overdue live marker of another session.';
revoke execute on function private.leave_session(uuid, uuid) from public, anon, authenticated;

-- The caller's sessions, newest first, one page by keyset. p_cursor is the next_cursor of the page before. Reads only.
-- Errors: invalid_request.
create function private.list_sessions(p_cursor text, p_page_size integer, p_status text, p_mode text)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_size integer := coalesce(p_page_size, 20);
  v_started_at timestamptz := 'infinity';
  v_id uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  v_page public.interview_sessions[];
begin
  if v_size not between 1 and 100 then
    perform private.invalid_request('limit', 'must be between 1 and 100');
  elsif p_cursor is not null and p_cursor !~ '^\d{1,18}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    perform private.invalid_request('cursor', 'is not a cursor of this list');
  elsif p_status is not null and p_status not in ('in_progress', 'completed', 'cancelled', 'abandoned') then
    perform private.invalid_request('status', 'must be in_progress, completed, cancelled or abandoned');
  elsif p_mode is not null and p_mode not in ('timed', 'practice', 'conversation') then
    perform private.invalid_request('mode', 'must be timed, practice or conversation');
  end if;
  if p_cursor is not null then
    v_started_at := timestamptz 'epoch' + split_part(p_cursor, '.', 1)::bigint * interval '1 microsecond';
    v_id := split_part(p_cursor, '.', 2);
  end if;
  select array_agg(p order by p.started_at desc, p.id desc) into v_page
  from (
    select s.* from public.interview_sessions s
    where s.user_id = v_user_id and (s.started_at, s.id) < (v_started_at, v_id)
      and (p_status is null or s.status = p_status) and (p_mode is null or s.mode = p_mode)
    order by s.started_at desc, s.id desc
    limit v_size + 1
  ) p;
  return jsonb_build_object(
    'sessions', coalesce((
      select jsonb_agg(private.session_summary(p) order by p.started_at desc, p.id desc) from unnest(v_page[:v_size]) p
    ), '[]'),
    'next_cursor', case when cardinality(v_page) > v_size then
      (extract(epoch from v_page[v_size].started_at) * 1000000)::bigint || '.' || v_page[v_size].id
    end,
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.list_sessions(text, integer, text, text) is 'One page of the caller''s own sessions.';
revoke execute on function private.list_sessions(text, integer, text, text) from public, anon;
grant execute on function private.list_sessions(text, integer, text, text) to authenticated;

-- Clears the way for a new session of p_interview_id, or says which session is in it: the one the user is live in, and a
-- resumable one of the same interview. A live marker older than cleanup's limit no longer counts, whether or not cleanup has
-- run. With p_start_over, what is in the way is abandoned if its rules allow it. Caller holds the candidate's lock.
-- Errors: session_in_progress (with session), start_over_not_allowed.
create function private.make_way(p_user_id uuid, p_interview_id uuid, p_client_id uuid, p_start_over boolean)
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
    if not private.is_live(v_session.id) and v_session.interview_id is distinct from p_interview_id then
      perform private.expire_marker(v_session.id);
    elsif not p_start_over then
      perform private.refuse(
        409, 'session_in_progress', 'You have a session in progress. Resume it, or start over.',
        jsonb_build_object('session', private.welcome_back(v_session, p_client_id))
      );
    elsif not v_session.start_over_allowed then
      perform private.refuse(403, 'start_over_not_allowed', 'This interview cannot be started over. Resume it instead.');
    else
      perform private.close_session(v_session, 'abandoned', 'start_over', now(), p_user_id);
    end if;
  end loop;
end
$$;
comment on function private.make_way(uuid, uuid, uuid, boolean) is 'Settles what is in the way of a new session.';
revoke execute on function private.make_way(uuid, uuid, uuid, boolean) from public, anon, authenticated;

-- Creates the session of an interview: copies the questions and their keys, so that later edits change nothing that runs.
-- Returns the new row, nothing served yet. The unique indexes settle every race. Errors: not_enough_questions,
-- session_id_taken (another user minted the same id at the same moment).
create function private.open_session(
  p_session_id uuid, p_user_id uuid, p_interview public.interviews, p_extra_time_percent integer
)
returns public.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_limits integer[];
  v_session public.interview_sessions;
begin
  select array_agg(q.time_limit_seconds order by iq.position) into v_limits
  from public.interview_questions iq
  join public.questions q on q.id = iq.question_id
  where iq.interview_id = p_interview.id;
  if v_limits is null then
    perform private.refuse(422, 'not_enough_questions', 'This interview has no questions yet.', '{"available": 0}');
  end if;
  insert into public.interview_sessions (
    id, user_id, interview_id, organization_id, mode, title, question_count, time_limits, extra_time_percent,
    grace_seconds, start_over_allowed, resume_until
  )
  values (
    coalesce(p_session_id, gen_random_uuid()), p_user_id, p_interview.id, p_interview.organization_id, 'timed',
    p_interview.title, cardinality(v_limits), v_limits, p_extra_time_percent,
    p_interview.grace_seconds, p_interview.start_over_allowed,
    now() + greatest(
      make_interval(mins => p_interview.resume_window_minutes),
      (select sum(make_interval(secs => l * (100 + p_extra_time_percent) / 100.0 + p_interview.grace_seconds)) from unnest(v_limits) l)
    )
  )
  on conflict (id) do nothing
  returning * into v_session;
  if not found then
    perform private.refuse(409, 'session_id_taken', 'This session_id is in use. Mint a new one.');
  end if;
  insert into public.session_questions (
    session_id, position, question_id, kind, prompt, options, points, time_limit_seconds, min_seconds
  )
  select v_session.id, row_number() over (order by iq.position) - 1, q.id, q.kind, q.prompt, q.options, q.points,
    q.time_limit_seconds, q.min_seconds
  from public.interview_questions iq
  join public.questions q on q.id = iq.question_id
  where iq.interview_id = p_interview.id;
  insert into public.session_question_keys (session_id, position, correct_option, keywords, sample_solution, criteria)
  select sq.session_id, sq.position, k.correct_option, k.keywords, k.sample_solution, k.criteria
  from public.session_questions sq
  join public.question_keys k on k.question_id = sq.question_id
  where sq.session_id = v_session.id;
  return v_session;
end
$$;
comment on function private.open_session(uuid, uuid, public.interviews, integer) is 'Creates a session with copies of its questions and keys.';
revoke execute on function private.open_session(uuid, uuid, public.interviews, integer) from public, anon, authenticated;

-- A start whose session_id is known: the same session again, as it stands now. Only the client that holds the lease gets
-- the lease and, if need be, the next question. Errors: session_id_taken.
create function private.replay_start(p_session public.interview_sessions, p_user_id uuid, p_client_id uuid)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_session public.interview_sessions := p_session;
  v_active public.active_interview_sessions;
begin
  if v_session.user_id <> p_user_id then
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
comment on function private.replay_start(public.interview_sessions, uuid, uuid) is 'Answers a repeated start.';
revoke execute on function private.replay_start(public.interview_sessions, uuid, uuid) from public, anon, authenticated;

-- Makes p_client_id the holder of the live session: the same client gets its number back, another one the next number,
-- which makes every earlier lease stale. Caller holds the candidate's lock and has checked that taking over is allowed.
create function private.take_lease(p_session public.interview_sessions, p_client_id uuid)
returns public.active_interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_active public.active_interview_sessions;
  v_number integer;
begin
  update public.interview_sessions s
  set lease_number = s.lease_number + (s.lease_client_id is distinct from p_client_id)::integer,
    lease_client_id = p_client_id
  where s.id = p_session.id
  returning s.lease_number into v_number;
  insert into public.active_interview_sessions as a (user_id, session_id, client_id, lease_number, lease_expires_at)
  values (
    p_session.user_id, p_session.id, p_client_id, v_number,
    now() + make_interval(secs => (select t.lease_seconds from private.settings t))
  )
  on conflict (user_id) do update
  set client_id = excluded.client_id, lease_number = excluded.lease_number,
    lease_expires_at = excluded.lease_expires_at, updated_at = now()
  where a.session_id = excluded.session_id
  returning * into v_active;
  if not found then
    perform private.refuse(409, 'session_in_progress', 'Another session of yours is live.');
  end if;
  return v_active;
end
$$;
comment on function private.take_lease(public.interview_sessions, uuid) is 'Gives the live session to one tab or device.';
revoke execute on function private.take_lease(public.interview_sessions, uuid) from public, anon, authenticated;

-- Picks a session up again, on the same or another device. Caller: the candidate. Locks the candidate. Closes what has expired,
-- gives the lease to p_client_id and hands out the current question. The same client gets its lease back; another one needs p_takeover
-- while the holder is still alive. A closed session is shown as it is. Errors: no_session, live_elsewhere, session_in_progress.
create function private.resume_session(p_session_id uuid, p_client_id uuid, p_takeover boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.interview_sessions;
  v_active public.active_interview_sessions;
  v_expired jsonb;
begin
  if p_client_id is null then
    perform private.invalid_request('client_id', 'is required');
  end if;
  perform private.lock_candidate(v_user_id);
  v_session := private.own_session(
    coalesce(p_session_id, (private.resumable_session(v_user_id)).id), v_user_id, 'no_session'
  );
  v_session := private.settle_session(v_session);
  v_expired := private.expired_while_away(v_session);
  if v_session.status <> 'in_progress' then
    return private.session_view(v_session, null) || jsonb_build_object('expired', v_expired);
  end if;

  select * into v_active from public.active_interview_sessions a where a.user_id = v_user_id;
  if v_active.session_id <> v_session.id then
    perform private.leave_session(v_active.session_id, p_client_id);
  elsif v_active.client_id <> p_client_id and v_active.lease_expires_at > now() and not coalesce(p_takeover, false) then
    perform private.refuse(
      409, 'live_elsewhere', 'This session is open in another tab or on another device. Take it over to continue here.',
      jsonb_build_object('last_seen_at', private.rfc3339(v_active.updated_at))
    );
  end if;
  v_active := private.take_lease(v_session, p_client_id);
  perform private.serve_question(v_session);
  perform private.record_event(v_session.id, v_user_id, 'session_resumed', jsonb_build_object(
    'client_id', p_client_id, 'lease', v_active.lease_number, 'takeover', coalesce(p_takeover, false)
  ));
  select * into v_session from public.interview_sessions s where s.id = v_session.id;
  return private.session_view(v_session, v_active) || jsonb_build_object('expired', v_expired);
end
$$;
comment on function private.resume_session(uuid, uuid, boolean) is 'Resumes a session on the same or another device.';
revoke execute on function private.resume_session(uuid, uuid, boolean) from public, anon;
grant execute on function private.resume_session(uuid, uuid, boolean) to authenticated;

-- In time after all: the caller's transaction began before the question's time was up, but another one (the sweep, a second call)
-- closed the question before this one got the lock. Takes that expiry back, so that the answer can be accepted. Only for the device that
-- holds the lease, and only while nothing has been handed out since. Returns the session as it then is. Caller holds the candidate's
-- lock. A call that did come late changes nothing.
create function private.reverse_expiry(p_session public.interview_sessions, p_position integer, p_lease integer)
returns public.interview_sessions
language plpgsql set search_path = ''
as $$
declare
  v_session public.interview_sessions := p_session;
begin
  if p_lease is distinct from p_session.lease_number
    or p_position <> p_session.position - 1
    or not (p_session.status = 'in_progress' or p_session.closed_reason = 'expired')
    or not exists (
      select from public.session_questions q
      join public.answers a on a.session_id = q.session_id and a.position = q.position and a.source in ('draft', 'expired')
      where q.session_id = p_session.id and q.position = p_position and q.closed_at >= now() and q.deadline_at is not null
    )
    or exists (
      select from public.session_questions q
      where q.session_id = p_session.id and q.position = p_session.position and q.served_at is not null
    )
  then
    return v_session;
  end if;
  delete from public.answers a where a.session_id = p_session.id and a.position = p_position;
  update public.session_questions q set closed_at = null where q.session_id = p_session.id and q.position = p_position;
  update public.interview_sessions s
  set position = p_position, status = 'in_progress', closed_at = null, completed_at = null, closed_reason = null
  where s.id = p_session.id
  returning * into v_session;
  perform private.record_event(v_session.id, v_session.user_id, 'expiry_reversed', jsonb_build_object('position', p_position));
  return v_session;
end
$$;
comment on function private.reverse_expiry(public.interview_sessions, integer, integer) is
  'Takes an expiry back that overtook an answer sent in time.';
revoke execute on function private.reverse_expiry(public.interview_sessions, integer, integer) from public, anon, authenticated;

-- (nothing) → in_progress. Caller: the candidate. Locks the candidate.
-- A repeat with the same session_id returns the same session, replayed. A session in the way is named, unless start_over says to
-- abandon it. Errors: session_id_taken, interview_not_found, session_in_progress, start_over_not_allowed,
-- attempts_used_up, not_enough_questions.
create function private.start_session(p_session_id uuid, p_client_id uuid, p_interview_id uuid, p_start_over boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_interview public.interviews;
  v_invitation public.interview_invitations;
  v_session public.interview_sessions;
  v_active public.active_interview_sessions;
begin
  if p_client_id is null then
    perform private.invalid_request('client_id', 'is required');
  end if;
  perform private.lock_candidate(v_user_id);

  select * into v_session from public.interview_sessions s where s.id = p_session_id;
  if found then
    return private.replay_start(v_session, v_user_id, p_client_id);
  end if;

  select * into v_interview from public.interviews i where i.id = p_interview_id and i.status = 'published';
  select * into v_invitation from public.interview_invitations v
  where v.interview_id = p_interview_id and v.user_id = v_user_id and (v.expires_at is null or v.expires_at > now());
  if v_interview.id is null or not (v_interview.is_public or v_invitation.user_id is not null) then
    perform private.refuse(404, 'interview_not_found', 'There is no such interview.');
  end if;
  if not exists (select from auth.users u where u.id = v_user_id) then
    perform private.refuse(401, 'not_authenticated', 'This account no longer exists.');
  end if;

  perform private.make_way(v_user_id, p_interview_id, p_client_id, coalesce(p_start_over, false));
  if private.attempts_left(v_user_id, p_interview_id) <= 0 then
    perform private.refuse(403, 'attempts_used_up', 'You have used all your attempts at this interview.');
  end if;

  v_session := private.open_session(p_session_id, v_user_id, v_interview, coalesce(v_invitation.extra_time_percent, 0));
  v_active := private.take_lease(v_session, p_client_id);
  perform private.serve_question(v_session);
  perform private.record_event(v_session.id, v_user_id, 'session_started', jsonb_build_object(
    'client_id', p_client_id, 'start_over', coalesce(p_start_over, false), 'extra_time_percent', v_session.extra_time_percent
  ));
  return jsonb_build_object('replayed', false) || private.session_view(v_session, v_active);
end
$$;
comment on function private.start_session(uuid, uuid, uuid, boolean) is 'Starts a timed interview.';
revoke execute on function private.start_session(uuid, uuid, uuid, boolean) from public, anon;
grant execute on function private.start_session(uuid, uuid, uuid, boolean) to authenticated;

-- Accepts the answer to the current question and hands out the next; after the last one the session completes.
-- Caller: the candidate. Locks the candidate. The order of the checks is the contract: a repeat of what is stored comes first and
-- gets the first receipt, at any later time and under any lease; then the lease, what the clock has closed, whether the session is
-- open, and the position. What cannot be accepted is kept. Errors: session_not_found, position_ahead, payload_too_large,
-- invalid_request; committed refusals: already_answered, lease_lost, session_closed, too_fast.
create function private.submit_answer(
  p_session_id uuid, p_position integer, p_answer text, p_lease integer,
  p_client_submitted_at timestamptz, p_time_expired boolean
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.interview_sessions;
  v_active public.active_interview_sessions;
  v_answer public.answers;
  v_same_answer boolean;
  v_same_late boolean;
begin
  perform private.check_submission(p_position, p_answer, p_lease, coalesce(p_time_expired, false));
  v_session := private.own_session(p_session_id, v_user_id);
  v_session := private.reverse_expiry(v_session, p_position, p_lease);
  select * into v_answer from public.answers a where a.session_id = v_session.id and a.position = p_position;
  v_same_answer := coalesce(v_answer.source = 'submitted' and v_answer.sha256 = private.sha256_hex(p_answer), false);
  v_same_late := not v_same_answer
    and (private.kept_text(v_session.id, p_position, p_answer, 'late')).id is not null;

  if v_session.status = 'in_progress' then
    v_active := private.hold_lease(v_session, p_lease);
    if v_active.user_id is null and not (v_same_answer or v_same_late) then
      return private.lease_lost(v_session, p_position, p_answer, p_lease);
    end if;
    v_session := private.settle_session(v_session);
    select * into v_answer from public.answers a where a.session_id = v_session.id and a.position = p_position;
  end if;
  if v_session.status <> 'in_progress' then
    v_active := null;
  end if;

  if v_same_answer then
    return private.submit_result(v_session, v_active, v_answer, true);
  elsif v_answer.source = 'submitted' then
    return private.already_answered(v_session, v_answer, p_answer, p_lease);
  elsif v_answer.source in ('draft', 'expired') and p_position < v_session.position then
    return private.late_result(v_session, v_active, p_position, p_answer, p_lease, v_same_late);
  elsif v_session.status <> 'in_progress' then
    return private.session_closed(v_session, p_position, p_answer, p_lease);
  end if;
  return private.accept_answer(
    v_session, v_active, p_position, p_answer, p_client_submitted_at, coalesce(p_time_expired, false)
  );
end
$$;
comment on function private.submit_answer(uuid, integer, text, integer, timestamptz, boolean) is 'Accepts the answer to the current question.';
revoke execute on function private.submit_answer(uuid, integer, text, integer, timestamptz, boolean) from public, anon;
grant execute on function private.submit_answer(uuid, integer, text, integer, timestamptz, boolean) to authenticated;
