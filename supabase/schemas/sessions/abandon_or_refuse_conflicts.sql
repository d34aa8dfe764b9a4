-- Makes sure that a new session of p_interview_id can start (null: practice, or a conversation without an interview). It conflicts with the
-- session the user is live in and with a session in progress of the same interview. An active row past cleanup's limit does not count, even
-- if cleanup has not run. p_start_over abandons conflicting sessions if their rules allow it; a session of another interview only if that
-- one could be started again. The caller holds the candidate's lock.
-- Errors: session_in_progress (with session), start_over_not_allowed.
create function reprise_private.abandon_or_refuse_conflicts(p_user_id uuid, p_interview_id uuid, p_client_id uuid, p_start_over boolean)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_session reprise.interview_sessions;
begin
  for v_session in
    select s.* from reprise.interview_sessions s
    where s.user_id = p_user_id and s.status = 'in_progress'
      and (s.interview_id = p_interview_id
        or s.id = (select a.session_id from reprise.active_interview_sessions a where a.user_id = p_user_id))
  loop
    v_session := reprise_private.settle_session(v_session);
    continue when v_session.status <> 'in_progress';
    if not reprise_private.is_live(v_session.id) and (v_session.interview_id = p_interview_id) is not true then
      perform reprise_private.expire_active_row(v_session.id);
    elsif not p_start_over then
      perform reprise_private.refuse_and_roll_back(
        409, 'session_in_progress', jsonb_build_object('session', reprise_private.welcome_back(v_session, p_client_id))
      );
    elsif not (
      v_session.start_over_allowed
      and ((v_session.interview_id = p_interview_id) is true or reprise_private.can_start_over(v_session))
    ) then
      perform reprise_private.refuse_and_roll_back(403, 'start_over_not_allowed');
    else
      perform reprise_private.close_session(v_session, 'abandoned', 'start_over', now(), p_user_id);
    end if;
  end loop;
end
$$;
comment on function reprise_private.abandon_or_refuse_conflicts is 'Abandons the sessions that conflict with a new one, or refuses the new one.';
