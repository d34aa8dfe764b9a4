-- Heartbeats, views and results know conversations.

-- Makes sure that a text which was not accepted is not lost: true if it is kept, or already is the stored answer; false
-- if there was no text, or the shelf is full. Of a conversation it is a draft.
create or replace function private.keep_unless_answer(
  p_session public.interview_sessions, p_position integer, p_text text, p_reason text, p_lease integer
)
returns boolean
language sql set search_path = ''
as $$
  select coalesce(p_text, '') <> '' and case
    when p_session.mode = 'conversation' then private.keep_message(p_session, null, p_text, 'late_draft', p_lease)
    else private.is_the_answer(p_session.id, p_position, p_text)
      or (private.keep_text(p_session, p_position, p_text, p_reason, p_lease)).id is not null
  end
$$;
comment on function private.keep_unless_answer(public.interview_sessions, integer, text, text, integer) is
  'Keeps a refused text and says whether it is safe.';
revoke execute on function private.keep_unless_answer(public.interview_sessions, integer, text, text, integer) from public, anon, authenticated;

-- A sign of life, with the draft if it changed. Caller: the candidate who holds the lease. Locks the candidate.
-- Renews the lease; stores the draft of the current question, or of a conversation; a draft for a closed question is kept. Never hands out a question.
-- Errors: session_not_found, position_ahead, payload_too_large, invalid_request; committed refusals: lease_lost, session_closed.
create or replace function private.heartbeat(p_session_id uuid, p_lease integer, p_draft_position integer, p_draft_text text)
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
  if p_draft_position is not null then
    v_session := private.reverse_expiry(v_session, p_draft_position, p_lease);
  end if;
  if v_session.status = 'in_progress' then
    v_active := private.hold_lease(v_session, p_lease);
    if v_active.user_id is null then
      return private.lease_lost(v_session, p_draft_position, p_draft_text, p_lease, 'late_draft');
    end if;
    v_session := private.settle_session(v_session);
  end if;
  if v_session.status <> 'in_progress' then
    return private.session_closed(v_session, p_draft_position, p_draft_text, p_lease, 'late_draft');
  elsif v_session.mode = 'conversation' and p_draft_position is not null then
    perform private.save_conversation_draft(v_session.id, p_draft_position, p_draft_text);
  elsif p_draft_position < v_session.position then
    perform private.keep_unless_answer(v_session, p_draft_position, p_draft_text, 'late_draft', p_lease);
  elsif p_draft_position is not null then
    if p_draft_position <> v_session.position or not exists (
      select from public.session_questions q
      where q.session_id = v_session.id and q.position = p_draft_position and q.served_at is not null
    ) then
      perform private.refuse(
        409, 'position_ahead', 'This question has not been handed out yet.', jsonb_build_object('position', v_session.position)
      );
    end if;
    -- A call that began earlier but got the lock later must not put an older draft over a newer one.
    update public.session_questions q set draft = p_draft_text, draft_at = now()
    where q.session_id = v_session.id and q.position = p_draft_position and (q.draft_at is null or q.draft_at <= now());
  end if;

  select * into v_question from public.session_questions q
  where q.session_id = v_session.id and q.position = v_session.position;
  return jsonb_build_object(
    'lease', private.lease_view(v_active),
    'position', v_session.position,
    'status', v_session.status,
    'deadline_at', private.rfc3339(v_question.deadline_at),
    'remaining_seconds', private.remaining_seconds(v_question.deadline_at),
    'draft_saved_at', private.rfc3339(coalesce(
      v_question.draft_at, (select c.draft_at from public.conversations c where c.session_id = v_session.id)
    )),
    'extra_time_percent', v_session.extra_time_percent,
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.heartbeat(uuid, integer, integer, text) is 'Renews the lease and stores the draft.';
revoke execute on function private.heartbeat(uuid, integer, integer, text) from public, anon;
grant execute on function private.heartbeat(uuid, integer, integer, text) to authenticated;

-- The session view of the API: session, current question, lease (null for a caller who does not hold it), own answers; of a
-- conversation where it stands, else null.
create or replace function private.session_view(p_session public.interview_sessions, p_active public.active_interview_sessions)
returns jsonb
language sql volatile set search_path = ''
as $$
  select jsonb_build_object(
    'session', private.session_summary(p_session),
    'question', private.question_view(p_session),
    'lease', private.lease_view(p_active),
    'answers', private.answers_view(p_session.id),
    'conversation', case when p_session.mode = 'conversation' then private.conversation_view(p_session) end,
    'server_time', private.rfc3339(clock_timestamp())
  )
$$;
comment on function private.session_view(public.interview_sessions, public.active_interview_sessions) is 'The session view of the API.';
revoke execute on function private.session_view(public.interview_sessions, public.active_interview_sessions) from public, anon, authenticated;

-- The result of one session: for its candidate, member or not, what the interview allows, for any other member of the organization
-- everything. Not found and not yours are one answer. Reads only. Errors: session_not_found.
create or replace function private.get_results(p_session_id uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.interview_sessions;
  v_reviews boolean := private.reviews_session(p_session_id);
begin
  select * into v_session from public.interview_sessions s
  where s.id = p_session_id and (s.user_id = v_user_id or v_reviews);
  if not found then
    perform private.refuse(404, 'session_not_found', 'There is no such session.');
  end if;
  return jsonb_build_object(
    'view', case when v_reviews then 'reviewer' else 'candidate' end,
    'session', private.session_summary(v_session),
    'server_time', private.rfc3339(clock_timestamp())
  )
    || case when v_reviews then private.reviewer_results(v_session) else private.candidate_results(v_session) end
    || case when v_session.mode = 'conversation'
      then jsonb_build_object('conversation', private.conversation_results(v_session, v_reviews)) else '{}' end;
end
$$;
comment on function private.get_results(uuid) is 'The result of a session, as much of it as the caller may see.';
revoke execute on function private.get_results(uuid) from public, anon;
grant execute on function private.get_results(uuid) to authenticated;

-- completed (finished early), cancelled or abandoned → in_progress: the candidate may resume at the first question without an answer,
-- with a fresh clock and a fresh resume window. Empty answers that stood for skipped questions go; every text stays. What people had
-- decided about such an answer goes with it, and is returned as `removed`, for the event. Never a conversation. Errors: session_not_reopenable.
create or replace function private.reopen_session(p_session public.interview_sessions)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_position integer;
  v_removed jsonb;
begin
  if p_session.mode = 'conversation' then
    perform private.refuse(409, 'session_not_reopenable', 'A conversation cannot be reopened. The candidate can begin another one.');
  elsif p_session.status = 'in_progress' or exists (
    select from public.interview_sessions s
    where s.user_id = p_session.user_id and s.interview_id = p_session.interview_id and s.status = 'in_progress'
  ) then
    perform private.refuse(409, 'session_not_reopenable', 'The candidate has a session of this interview in progress.');
  end if;
  select jsonb_agg(jsonb_build_object(
    'position', e.position,
    'evaluation', jsonb_build_object(
      'status', e.status, 'grader', e.grader, 'score', e.score, 'late_answer_id', e.late_answer_id,
      'overridden_score', e.overridden_score, 'overridden_by', e.overridden_by,
      'overridden_at', private.rfc3339(e.overridden_at), 'override_reason', e.override_reason
    ),
    'history', private.evaluation_history_view(e.answer_id)
  ) order by e.position) into v_removed
  from public.answers a
  join public.evaluations e on e.answer_id = a.id
  where a.session_id = p_session.id and a.source = 'skipped'
    and exists (select from public.evaluation_history h where h.answer_id = a.id);
  delete from public.answers a where a.session_id = p_session.id and a.source = 'skipped';
  select min(q.position) into v_position from public.session_questions q
  where q.session_id = p_session.id
    and not exists (select from public.answers a where a.session_id = q.session_id and a.position = q.position);
  if v_position is null then
    perform private.refuse(409, 'session_not_reopenable', 'Every question of this session has an answer.');
  elsif exists (select from public.answers a where a.session_id = p_session.id and a.position > v_position) then
    -- Only an accepted late answer can be there. The candidate could not get past it.
    perform private.refuse(409, 'session_not_reopenable', 'A later question of this session has an answer already.');
  end if;
  update public.session_questions q
  set served_at = null, deadline_at = null, closed_at = null, draft = null, draft_at = null
  where q.session_id = p_session.id and q.position >= v_position;
  delete from public.session_results r where r.session_id = p_session.id;
  update public.interview_sessions s
  set status = 'in_progress', position = v_position, closed_at = null, completed_at = null, closed_reason = null,
    resume_until = now() + greatest(s.resume_until - s.started_at, interval '1 hour')
  where s.id = p_session.id;
  return jsonb_build_object('position', v_position, 'was', p_session.status)
    || case when v_removed is null then '{}' else jsonb_build_object('removed', v_removed) end;
end
$$;
comment on function private.reopen_session(public.interview_sessions) is 'Lets a candidate continue a session that was closed.';
revoke execute on function private.reopen_session(public.interview_sessions) from public, anon, authenticated;
