-- Sets the extra time of a session in progress: the time ledger gets the difference, in percent. The deadline of the open question moves as
-- well; the next heartbeat reports it to the candidate. An actor of null is an operator. The caller holds the candidate's lock.
-- Errors: invalid_request, session_closed.
create function reprise_private.extend_time(p_session reprise.interview_sessions, p_actor uuid, p_reason text, p_arguments jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_percent integer := (p_arguments ->> 'extra_time_percent')::integer;
  v_more integer := v_percent - p_session.extra_time_percent;
begin
  if p_session.status <> 'in_progress' then
    perform reprise_private.refuse_and_roll_back(409, 'session_closed', jsonb_build_object('session_status', p_session.status));
  elsif v_percent is null or not v_percent between p_session.extra_time_percent and 400 then
    perform reprise_private.invalid_request(
      'extra_time_percent', 'must be between ' || p_session.extra_time_percent || ' (what the session has) and 400'
    );
  end if;
  insert into reprise.time_credits (session_id, kind, percent, reason, actor)
  select p_session.id, 'extra_time', v_more, p_reason, p_actor where v_more > 0;
  update reprise.interview_sessions s
  set extra_time_percent = v_percent,
    resume_until = s.resume_until + coalesce((
      select sum(make_interval(secs => l * v_more / 100.0)) from unnest(s.time_limits) l
    ), interval '0')
  where s.id = p_session.id;
  perform reprise_private.set_deadline(q.session_id, q.position)
  from reprise.session_questions q
  where q.session_id = p_session.id and q.closed_at is null and q.served_at is not null;
  return jsonb_build_object('from_percent', p_session.extra_time_percent, 'to_percent', v_percent);
end
$$;
comment on function reprise_private.extend_time is 'Sets the extra time of a session in progress.';
