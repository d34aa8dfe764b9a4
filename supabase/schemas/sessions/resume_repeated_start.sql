-- Returns the session whose session_id a start repeats, as it is now. Only the client that holds the lease gets the lease and, if it has
-- not been served, the next question. The caller holds the candidate's lock.
-- Errors: session_id_taken (started with other arguments).
create function reprise_private.resume_repeated_start(
  p_session reprise.interview_sessions, p_client_id uuid, p_mode text, p_interview_id uuid, p_practice jsonb, p_conversation jsonb
)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions := p_session;
  v_active reprise.active_interview_sessions;
begin
  if v_session.mode <> p_mode or v_session.interview_id is distinct from p_interview_id
    or not reprise_private.is_same_start(v_session, p_practice, p_conversation)
  then
    perform reprise_private.refuse_and_roll_back(409, 'session_id_taken');
  end if;
  v_session := reprise_private.settle_session(v_session);
  if v_session.status = 'in_progress' and v_session.lease_client_id = p_client_id then
    v_active := reprise_private.renew_lease(v_session, v_session.lease_number);
    if v_active.user_id is not null then
      v_session := reprise_private.serve_next_question(v_session);
    end if;
  end if;
  return jsonb_build_object('replayed', true) || reprise_private.session_view(v_session, v_active);
end
$$;
comment on function reprise_private.resume_repeated_start is 'Returns the session whose session_id a start repeats.';
