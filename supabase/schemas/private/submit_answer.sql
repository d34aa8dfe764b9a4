-- Accepts the answer to the current question and serves the next one; after the last one the session becomes completed. Called by the
-- candidate. Locks the candidate. A repeat gets the first receipt. A text that cannot be accepted is stored as a late text; a transcription
-- is stored beside the text in either case.
-- Errors: session_not_found, payload_too_large, invalid_request, and those of private.judge_submission.
create function private.submit_answer(
  p_session_id uuid, p_position integer, p_answer text, p_lease integer,
  p_client_submitted_at timestamptz, p_time_expired boolean, p_transcription jsonb
)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.interview_sessions;
  v_result jsonb;
begin
  perform private.check_submission(p_position, p_answer, p_lease, coalesce(p_time_expired, false));
  perform private.check_transcription(p_transcription);
  v_session := private.own_session(p_session_id, v_user_id);
  v_result := private.judge_submission(
    v_session, p_position, p_answer, p_lease, p_client_submitted_at, coalesce(p_time_expired, false)
  );
  if p_transcription is not null then
    perform private.keep_transcription(v_session.id, p_position, p_answer, p_transcription);
    if v_result ? 'answers' then
      v_result := v_result || jsonb_build_object('answers', private.answers_view(v_session.id));
    end if;
  end if;
  return v_result;
end
$$;
comment on function private.submit_answer(uuid, integer, text, integer, timestamptz, boolean, jsonb) is 'Accepts the answer to the current question.';
revoke execute on function private.submit_answer(uuid, integer, text, integer, timestamptz, boolean, jsonb) from public, anon;
grant execute on function private.submit_answer(uuid, integer, text, integer, timestamptz, boolean, jsonb) to authenticated;
