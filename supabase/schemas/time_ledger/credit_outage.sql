-- Gives one question the time back that it lost in an outage. An open question gets exactly the overlap of the outage with its running time.
-- One that expired meanwhile is answered by the text that came late because of it, if that was in time otherwise; else it is opened again
-- with its texts if nothing has been served since, and the time for which it was closed is given back too; else the row only records what was
-- lost. Time that ran between the outage and the expiry is not given back, however late this is called.
-- The caller holds the candidate's lock and has found no credit of this outage. Writes one event.
create function reprise_private.credit_outage(p_outage reprise.outages, p_session reprise.interview_sessions, p_position integer)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_question reprise.session_questions;
  v_late reprise.late_answers;
  v_from timestamptz;
  v_now timestamptz := clock_timestamp();
  v_lost interval;
  v_closed interval := interval '0';
  v_outcome text := 'open';
begin
  select * into v_question from reprise.session_questions q where q.session_id = p_session.id and q.position = p_position;
  v_from := greatest(p_outage.began_at, v_question.served_at);
  -- Without the times for which it was closed: those were given back when it was opened again.
  v_lost := coalesce((
    select sum(upper(r) - lower(r))
    from unnest(tstzmultirange(tstzrange(v_from, p_outage.ended_at)) - coalesce((
      select range_agg(tstzrange(c.created_at - make_interval(secs => c.closed_seconds::double precision), c.created_at))
      from reprise.time_credits c
      where c.session_id = p_session.id and c.position = p_position and c.closed_seconds > 0
    ), '{}')) r
  ), interval '0');
  if v_question.closed_at is not null then
    v_late := reprise_private.late_text_in_time(
      v_question, v_question.deadline_at + make_interval(secs => p_session.grace_seconds) + v_lost
    );
    if not reprise_private.was_closed_by_the_clock(p_session.id, p_position) then
      v_outcome := 'closed';
    elsif v_late.id is not null then
      v_outcome := 'answered';
    elsif reprise_private.can_reopen_question(p_session, p_position) then
      v_outcome := 'reopened';
      v_closed := greatest(v_now - greatest(p_outage.ended_at, v_question.deadline_at), interval '0');
      v_lost := v_lost + v_closed;
      perform reprise_private.reopen_question(p_session, p_position);
    else
      v_outcome := 'closed';
    end if;
  end if;
  insert into reprise.time_credits (session_id, position, kind, seconds, closed_seconds, reason, outage_id, created_at)
  values (
    p_session.id, p_position, 'outage', greatest(round(extract(epoch from v_lost), 3), 0.001), round(extract(epoch from v_closed), 3),
    'The service was not reachable', p_outage.id, v_now
  );
  if v_outcome <> 'closed' then
    perform reprise_private.set_deadline(p_session.id, p_position);
    update reprise.interview_sessions s set resume_until = s.resume_until + v_lost where s.id = p_session.id;
  end if;
  if v_outcome = 'answered' then
    perform reprise_private.answer_with_late_text(p_session, v_late);
  end if;
  perform reprise_private.record_event(p_session.id, null, 'outage_credited', jsonb_build_object(
    'position', p_position, 'outage_id', p_outage.id, 'seconds', round(extract(epoch from v_lost), 3), 'question', v_outcome
  ));
end
$$;
comment on function reprise_private.credit_outage is 'Gives one question the time back that it lost in an outage.';
