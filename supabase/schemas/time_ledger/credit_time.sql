-- Gives one question of a session seconds, by a member's hand: the question at `position`, by default the current one, served or not. A question
-- that expired is opened again with its texts if nothing has been served since; then the time since its deadline is given back as well, so
-- that the candidate has the seconds from now. Up to a day a credit. A session that ended is not credited, unless its last question can be
-- opened again. The caller holds the candidate's lock and writes the event.
-- Errors: invalid_request, session_closed.
create function reprise_private.credit_time(p_session reprise.interview_sessions, p_actor uuid, p_reason text, p_arguments jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_seconds numeric := round((p_arguments ->> 'seconds')::numeric, 3);
  v_position integer := coalesce((p_arguments ->> 'position')::integer, p_session.position);
  v_reopens boolean := reprise_private.can_reopen_question(p_session, v_position);
  v_question reprise.session_questions;
  v_closed_for numeric := 0;
begin
  if v_seconds is null or not v_seconds between 1 and 86400 then
    perform reprise_private.invalid_request('seconds', 'must be between 1 and 86400');
  elsif p_session.status <> 'in_progress' and not v_reopens then
    perform reprise_private.refuse_and_roll_back(409, 'session_closed', jsonb_build_object('session_status', p_session.status));
  end if;
  select * into v_question from reprise.session_questions q
  where q.session_id = p_session.id and q.position = v_position and q.time_limit_seconds is not null;
  if not found or (v_question.closed_at is not null and not v_reopens) then
    perform reprise_private.invalid_request('position', 'is not a question with a clock that is open, still to come or can be opened again');
  end if;
  if v_reopens then
    perform reprise_private.reopen_question(p_session, v_position);
    v_closed_for := round(extract(epoch from clock_timestamp() - v_question.deadline_at), 3);
    insert into reprise.time_credits (session_id, position, kind, seconds, closed_seconds, reason, actor, created_at)
    select p_session.id, v_position, 'extra_time', v_closed_for, v_closed_for, 'The question had closed', p_actor, clock_timestamp()
    where v_closed_for > 0;
  end if;
  insert into reprise.time_credits (session_id, position, kind, seconds, reason, actor)
  values (p_session.id, v_position, 'extra_time', v_seconds, p_reason, p_actor);
  perform reprise_private.set_deadline(p_session.id, v_position);
  update reprise.interview_sessions s
  set resume_until = greatest(s.resume_until, s.resume_until + make_interval(secs => (v_seconds + v_closed_for)::double precision))
  where s.id = p_session.id;
  return jsonb_build_object('position', v_position, 'seconds', v_seconds, 'reopened', v_reopens);
end
$$;
comment on function reprise_private.credit_time is 'Gives one question of a session seconds.';
