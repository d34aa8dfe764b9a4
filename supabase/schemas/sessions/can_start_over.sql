-- Returns whether the candidate may abandon this session and start again: the session allows it, the interview can still be taken, and
-- attempts are left.
create function reprise_private.can_start_over(p_session reprise.interview_sessions)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return p_session.start_over_allowed
    and (p_session.interview_id is null
      or (reprise_private.may_start_interview(p_session.user_id, p_session.interview_id)
        and coalesce(reprise_private.attempts_left(p_session.user_id, p_session.interview_id) > 0, true)));
end
$$;
comment on function reprise_private.can_start_over is 'Returns whether the candidate may abandon this session and start again.';
