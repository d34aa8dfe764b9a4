-- Processes a submit, from the call to the response. Called by the candidate. Locks the candidate. Stores the text
-- (reprise_private.store_submission), then starts the clock of the next question if the caller holds the lease: the only place of a submit
-- that does. With p_serve_next false an accepted answer begins a break instead, if the session has time left for one, and a repeat does not
-- end it. After the last answer the session becomes completed. A repeat gets the first receipt. A text that cannot be accepted is stored
-- as a late text; a transcription is stored beside the text in either case. The response does not grow with what was answered before.
-- Errors: session_not_found, payload_too_large, invalid_request, and those of reprise_private.store_submission.
create function reprise_private.submit_answer(
  p_session_id uuid, p_position integer, p_answer text, p_lease integer,
  p_client_submitted_at timestamptz, p_time_expired boolean, p_transcription jsonb, p_serve_next boolean
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.interview_sessions;
  v_active reprise.active_interview_sessions;
  v_result jsonb;
begin
  perform reprise_private.check_submission(p_position, p_answer, p_lease, coalesce(p_time_expired, false));
  perform reprise_private.check_transcription(p_transcription);
  v_session := reprise_private.lock_own_session(p_session_id, v_user_id);
  v_result := reprise_private.store_submission(
    v_session, p_position, p_answer, p_lease, p_client_submitted_at, coalesce(p_time_expired, false)
  );
  if p_transcription is not null then
    perform reprise_private.store_transcription(v_session, p_position, p_answer, p_transcription);
  end if;
  if v_result ? 'problem' then
    return v_result;
  end if;

  select * into v_session from reprise.interview_sessions s where s.id = p_session_id;
  select * into v_active from reprise.active_interview_sessions a where a.session_id = p_session_id and a.lease_number = p_lease;
  if found then
    if not p_serve_next and v_result @> '{"accepted": true, "replayed": false}' then
      v_session := reprise_private.begin_break(v_session);
    end if;
    if p_serve_next or v_session.break_until is null then
      v_session := reprise_private.serve_next_question(v_session);
    end if;
  end if;
  return v_result || reprise_private.session_state(v_session, v_active) || jsonb_build_object(
    'completed', v_session.status = 'completed',
    'is_answer', reprise_private.is_the_answer(p_session_id, p_position, p_answer)
  );
end
$$;
comment on function reprise_private.submit_answer is 'Stores a submitted text and serves the next question.';
