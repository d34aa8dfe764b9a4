-- Appends a decision about a candidate; it counts until the next one. The caller holds the candidate's lock. A repeat of the actor's own newest
-- decision with the same reason changes nothing. At most 100 decisions a session. A session in progress is not decided on.
-- Errors: invalid_request, not_allowed (in progress), limit_reached.
create function reprise_private.decide(p_session reprise.interview_sessions, p_actor uuid, p_reason text, p_arguments jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_decision text := p_arguments ->> 'decision';
  v_newest reprise.decisions;
  v_id bigint;
begin
  if v_decision is null or v_decision not in ('advance', 'hold', 'reject') then
    perform reprise_private.invalid_request('decision', 'must be advance, hold or reject');
  elsif p_session.status = 'in_progress' then
    perform reprise_private.refuse_and_roll_back(403, 'not_allowed', '{"reason": "session_in_progress"}');
  end if;
  -- While decisions of colleagues are hidden, the response must not depend on them.
  select * into v_newest from reprise.decisions d
  where d.session_id = p_session.id and (d.decided_by = p_actor or not reprise_private.hides_reviews(p_session.id)) order by d.id desc limit 1;
  if v_newest.decided_by = p_actor and v_newest.decision = v_decision and v_newest.reason is not distinct from p_reason then
    return jsonb_build_object('replayed', true);
  elsif (select count(*) from reprise.decisions d where d.session_id = p_session.id) >= 100 then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', '{"reason": "decisions", "limit": 100}');
  end if;
  insert into reprise.decisions (session_id, decision, reason, decided_by)
  values (p_session.id, v_decision, p_reason, p_actor)
  returning id into v_id;
  return jsonb_build_object('decision', v_decision, 'decision_id', v_id);
end
$$;
comment on function reprise_private.decide is 'Appends a decision about a candidate.';
