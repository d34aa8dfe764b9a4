-- Revokes one row of the time ledger. The row stays, with who revoked it, when and why. Seconds that have been used stay used: the deadline of an
-- open question never moves into the past, and a closed question keeps what it had. A percentage no longer counts for questions that are
-- served later. The caller holds the candidate's lock and writes the event.
-- Errors: invalid_request.
create function reprise_private.revoke_credit(p_session reprise.interview_sessions, p_actor uuid, p_reason text, p_arguments jsonb)
returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_credit reprise.time_credits;
  v_question reprise.session_questions;
  v_unused numeric;
begin
  select * into v_credit from reprise.time_credits c
  where c.id = (p_arguments ->> 'credit_id')::uuid and c.session_id = p_session.id;
  if not found then
    perform reprise_private.invalid_request('credit_id', 'is not a time credit of this session');
  elsif v_credit.kind = 'break' then
    perform reprise_private.invalid_request('credit_id', 'is a break: it gave no time');
  elsif v_credit.revoked_at is not null then
    perform reprise_private.invalid_request('credit_id', 'was revoked already');
  end if;
  if v_credit.position is not null then
    select * into v_question from reprise.session_questions q
    where q.session_id = p_session.id and q.position = v_credit.position;
    v_unused := case
      when v_question.closed_at is not null then 0
      when v_question.served_at is null then v_credit.seconds
      else least(v_credit.seconds, round(greatest(extract(epoch from v_question.deadline_at - clock_timestamp()), 0), 3))
    end;
  end if;
  update reprise.time_credits c
  set revoked_at = clock_timestamp(), revoked_by = p_actor, revoke_reason = p_reason, revoked_seconds = v_unused
  where c.id = v_credit.id;
  if v_credit.position is null then
    update reprise.interview_sessions s set extra_time_percent = s.extra_time_percent - v_credit.percent where s.id = p_session.id;
  elsif v_question.closed_at is null then
    perform reprise_private.set_deadline(p_session.id, v_credit.position);
  end if;
  return jsonb_build_object('credit_id', v_credit.id, 'position', v_credit.position, 'percent', v_credit.percent, 'revoked_seconds', v_unused);
end
$$;
comment on function reprise_private.revoke_credit is 'Revokes one row of the time ledger.';
