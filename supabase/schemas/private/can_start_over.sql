-- Tells whether the candidate may abandon this session and start again: the session allows it, the interview can still be taken, and
-- attempts are left.
create function private.can_start_over(p_session public.interview_sessions)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return p_session.start_over_allowed
    and (p_session.interview_id is null
      or (private.may_take(p_session.user_id, p_session.interview_id)
        and coalesce(private.attempts_left(p_session.user_id, p_session.interview_id) > 0, true)));
end
$$;
comment on function private.can_start_over(public.interview_sessions) is 'Whether abandoning this session would let the candidate begin again.';
revoke execute on function private.can_start_over(public.interview_sessions) from public, anon, authenticated;
