-- Renews the lease and stores the draft if one is sent. Called by the candidate who holds the lease. Locks the candidate.
-- The draft is that of the current question or of a conversation; a draft for a closed question is stored as a late text. Never serves a
-- question.
-- Errors: session_not_found, position_ahead, payload_too_large, invalid_request. Committed refusals: lease_lost, session_closed.
create function reprise_private.heartbeat(p_session_id uuid, p_lease integer, p_draft_position integer, p_draft_text text)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
  v_question reprise.session_questions;
  v_active reprise.active_interview_sessions;
begin
  if p_lease is null then
    perform reprise_private.invalid_request('lease', 'is required');
  elsif (p_draft_position is null) <> (p_draft_text is null) then
    perform reprise_private.invalid_request('draft', 'needs both position and text');
  elsif p_draft_position < 0 then
    perform reprise_private.invalid_request('draft', 'needs a position of 0 or more');
  end if;
  perform reprise_private.check_text(p_draft_text);
  v_session := reprise_private.lock_own_session(p_session_id, v_user_id);
  if p_draft_position is not null then
    v_session := reprise_private.reverse_expiry(v_session, p_draft_position, p_lease);
  end if;
  if v_session.status = 'in_progress' then
    v_active := reprise_private.renew_lease(v_session, p_lease);
    if v_active.user_id is null then
      return reprise_private.store_text_and_refuse_lease_lost(v_session, p_draft_position, p_draft_text, p_lease, 'late_draft');
    end if;
    v_session := reprise_private.settle_session(v_session);
  end if;
  if v_session.status <> 'in_progress' then
    return reprise_private.store_text_and_refuse_closed(v_session, p_draft_position, p_draft_text, p_lease, 'late_draft');
  elsif v_session.mode = 'conversation' and p_draft_position is not null then
    perform reprise_private.save_conversation_draft(v_session.id, p_draft_position, p_draft_text);
  elsif p_draft_position < v_session.position then
    perform reprise_private.store_late_text_unless_answer(v_session, p_draft_position, p_draft_text, 'late_draft', p_lease);
  elsif p_draft_position is not null then
    if p_draft_position <> v_session.position or not exists (
      select from reprise.session_questions q
      where q.session_id = v_session.id and q.position = p_draft_position and q.served_at is not null
    ) then
      perform reprise_private.refuse_and_roll_back(409, 'position_ahead', jsonb_build_object('position', v_session.position));
    end if;
    -- A call that began earlier but got the lock later must not overwrite a newer draft with an older one.
    update reprise.session_questions q set draft = p_draft_text, draft_at = now()
    where q.session_id = v_session.id and q.position = p_draft_position and (q.draft_at is null or q.draft_at <= now());
  end if;

  select * into v_question from reprise.session_questions q
  where q.session_id = v_session.id and q.position = v_session.position;
  return jsonb_build_object(
    'lease', reprise_private.lease_view(v_active),
    'position', v_session.position,
    'status', v_session.status,
    'deadline_at', reprise_private.rfc3339(v_question.deadline_at),
    'remaining_seconds', reprise_private.remaining_seconds(v_question.deadline_at),
    'draft_saved_at', reprise_private.rfc3339(coalesce(
      v_question.draft_at, (select c.draft_at from reprise.conversations c where c.session_id = v_session.id)
    )),
    'extra_time_percent', v_session.extra_time_percent,
    'time_credits', reprise_private.time_credits_view(v_question),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.heartbeat is 'Renews the lease and stores the draft.';
