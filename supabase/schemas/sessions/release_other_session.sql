-- Deletes the active row of the session the user was live in, because they resume another one. Allowed if that session is over or the row
-- is overdue. The caller holds the candidate's lock. Errors: session_in_progress (with session).
create function reprise_private.release_other_session(p_session_id uuid, p_client_id uuid)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
begin
  select * into v_session from reprise.interview_sessions s where s.id = p_session_id;
  v_session := reprise_private.settle_session(v_session);
  if reprise_private.is_live(v_session.id) then
    perform reprise_private.refuse_and_roll_back(
      409, 'session_in_progress',
      jsonb_build_object('reason', 'another_session', 'session', reprise_private.welcome_back(v_session, p_client_id))
    );
  end if;
  perform reprise_private.expire_active_row(v_session.id);
end
$$;
comment on function reprise_private.release_other_session is
  'Deletes the active row of another session of the user, if that session is over or the row is overdue.';
