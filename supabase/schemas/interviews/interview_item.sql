-- Returns an interview as a candidate's list shows it: the organization, size, end, attempts left and state. state: in_progress
-- (their session runs), open (they can start it), taken (no attempt is left, or it ended). session_id names the session that runs, else the newest.
create function reprise_private.interview_item(p_user_id uuid, p_interview reprise.interviews)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_right reprise.interview_invitations;
  v_session reprise.interview_sessions;
  v_waiting reprise.invitations;
  v_attempts integer := reprise_private.attempts_left(p_user_id, p_interview.id);
  v_extra_time integer := reprise_private.extra_time_at_start(p_user_id, p_interview);
begin
  select r.* into v_right from reprise.interview_invitations r where r.interview_id = p_interview.id and r.user_id = p_user_id;
  if not reprise_private.is_invited(p_user_id, p_interview.id) then
    v_waiting := reprise_private.waiting_invitation(p_user_id, p_interview.id);
  end if;
  if v_waiting.id is not null then
    -- What starting the interview will give (accept_waiting_invitation).
    v_right.user_id := p_user_id;
    v_right.expires_at := v_waiting.expires_at;
    v_extra_time := greatest(v_waiting.extra_time_percent, v_extra_time);
    v_attempts := v_waiting.attempts_allowed - (
      select count(*) from reprise.interview_sessions s where s.user_id = p_user_id and s.interview_id = p_interview.id
    );
  end if;
  select s.* into v_session from reprise.interview_sessions s
  where s.user_id = p_user_id and s.interview_id = p_interview.id
  order by (s.status = 'in_progress') desc, s.started_at desc, s.id desc
  limit 1;
  return jsonb_build_object(
    'id', p_interview.id, 'title', p_interview.title, 'description', p_interview.description, 'kind', p_interview.mode,
    'organization', (select reprise_private.one_line(o.name) from reprise.organizations o where o.id = p_interview.organization_id),
    'invited', v_right.user_id is not null, 'attempts_left', case when v_attempts is not null then greatest(v_attempts, 0) end,
    'expires_at', reprise_private.rfc3339(v_right.expires_at),
    'extra_time_percent', v_extra_time,
    'state', case
      when v_session.status = 'in_progress' then 'in_progress'
      when (v_attempts is null or v_attempts > 0)
        and (v_waiting.id is not null or reprise_private.may_start_interview(p_user_id, p_interview.id)) then 'open'
      else 'taken'
    end,
    'session_id', v_session.id
  ) || reprise_private.interview_extent(p_interview.id);
end
$$;
comment on function reprise_private.interview_item is 'Returns an interview as a candidate''s list shows it.';
