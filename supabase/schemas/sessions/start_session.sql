-- nothing → in_progress. Called by the candidate. Locks the candidate. Takes exactly one of p_interview_id (a timed interview), p_practice
-- and p_conversation. A repeat with the same session_id returns the same session, replayed. An id that another user has is treated like an
-- unused one: the new session gets an id of its own and remembers the requested one. A conflicting session is returned with the error,
-- unless start_over abandons it. Accepts the invitation that waits for the caller's address. Without an invitation it is refused while its
-- user has too much text stored.
-- Errors: invalid_request, session_id_taken, practice_template_not_found, not_authenticated, session_in_progress, start_over_not_allowed,
-- attempts_used_up, not_enough_questions, interview_not_ready, rate_limited, limit_reached. Committed refusal, which counts as a use of
-- start, so that nobody can look for interviews without a limit: interview_not_found.
create function reprise_private.start_session(
  p_session_id uuid, p_client_id uuid, p_interview_id uuid, p_start_over boolean, p_practice jsonb, p_conversation jsonb
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_mode text := reprise_private.start_mode(p_interview_id, p_practice, p_conversation);
  v_interview_id uuid := coalesce(p_interview_id, (p_conversation ->> 'interview_id')::uuid);
  v_interview reprise.interviews;
  v_session reprise.interview_sessions;
  v_active reprise.active_interview_sessions;
  v_id uuid;
begin
  if p_client_id is null then
    perform reprise_private.invalid_request('client_id', 'is required');
  end if;
  perform reprise_private.lock_candidate(v_user_id);

  select * into v_session from reprise.interview_sessions s
  where s.user_id = v_user_id and p_session_id in (s.id, s.requested_id);
  if found then
    return reprise_private.resume_repeated_start(v_session, p_client_id, v_mode, v_interview_id, p_practice, p_conversation);
  end if;

  perform reprise_private.check_account(v_user_id);

  if v_interview_id is not null then
    -- Nobody makes a draft of it from here on (check_unpublished_interview).
    select * into v_interview from reprise.interviews i where i.id = v_interview_id for key share;
    if v_interview.mode = v_mode then
      perform reprise_private.accept_waiting_invitation(v_user_id, v_interview_id);
    end if;
    if v_interview.mode is distinct from v_mode or not reprise_private.may_start_interview(v_user_id, v_interview_id) then
      perform reprise_private.take_rate_limit(v_user_id, 'start');
      return reprise_private.refuse_and_commit(404, 'interview_not_found');
    end if;
  end if;

  perform reprise_private.abandon_or_refuse_conflicts(v_user_id, v_interview_id, p_client_id, coalesce(p_start_over, false));
  if reprise_private.attempts_left(v_user_id, v_interview_id) <= 0 then
    perform reprise_private.refuse_and_roll_back(403, 'attempts_used_up');
  end if;
  perform reprise_private.take_rate_limit(v_user_id, 'start');
  perform reprise_private.take_rate_limit(v_user_id, 'start_day');
  if v_interview_id is null or not reprise_private.is_invited(v_user_id, v_interview_id) then
    perform reprise_private.check_stored_bytes(v_user_id, 0);
  end if;
  v_id := reprise_private.unused_session_id(p_session_id);

  if v_mode = 'timed' then
    v_session := reprise_private.create_session(v_id, v_user_id, v_interview, reprise_private.extra_time_at_start(v_user_id, v_interview));
    perform reprise_private.record_starting_credit(v_session);
  elsif v_mode = 'practice' then
    v_session := reprise_private.create_practice_session(v_id, v_user_id, p_practice);
  else
    v_session := reprise_private.create_conversation(v_id, v_user_id, v_interview, p_conversation);
  end if;
  if v_id <> p_session_id then
    update reprise.interview_sessions s set requested_id = p_session_id where s.id = v_id returning * into v_session;
  end if;
  v_active := reprise_private.take_lease(v_session, p_client_id);
  perform reprise_private.serve_next_question(v_session);
  perform reprise_private.record_event(v_session.id, v_user_id, 'session_started', jsonb_build_object(
    'client_id', p_client_id, 'start_over', coalesce(p_start_over, false), 'extra_time_percent', v_session.extra_time_percent
  ));
  return jsonb_build_object('replayed', false) || reprise_private.session_view(v_session, v_active);
end
$$;
comment on function reprise_private.start_session is 'Starts a timed interview, a practice run or a conversation.';
