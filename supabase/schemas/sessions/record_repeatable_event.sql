-- Writes an event that a candidate can cause any number of times (a resume, a cleared active row, a replaced draft). If the session's last
-- event of this name and actor has the same detail, counts the repeat in that row. Once the session has settings.events_per_session events,
-- counts every further one in a single event, events_truncated. The caller holds the candidate's lock, so no repeat is missed. Events that
-- happen a bounded number of times, and those of reviewers, are always written: reprise_private.record_event.
create function reprise_private.record_repeatable_event(p_session_id uuid, p_actor uuid, p_event text, p_detail jsonb default '{}')
returns void
language plpgsql set search_path = ''
as $$
declare
  v_limit integer := (select t.events_per_session from reprise_private.settings t);
  v_last reprise.session_events;
begin
  select * into v_last from reprise.session_events e
  where e.session_id = p_session_id and e.event = p_event and e.actor is not distinct from p_actor
  order by e.id desc
  limit 1;
  if v_last.id is null or v_last.detail <> p_detail then
    if (select count(*) from reprise.session_events e where e.session_id = p_session_id) < v_limit then
      perform reprise_private.record_event(p_session_id, p_actor, p_event, p_detail);
      return;
    end if;
    select * into v_last from reprise.session_events e
    where e.session_id = p_session_id and e.event = 'events_truncated'
    order by e.id desc
    limit 1;
    if not found then
      perform reprise_private.record_event(p_session_id, null, 'events_truncated', jsonb_build_object('limit', v_limit));
      return;
    end if;
  end if;
  update reprise.session_events e set repeats = e.repeats + 1, last_at = now() where e.id = v_last.id;
end
$$;
comment on function reprise_private.record_repeatable_event is 'Writes an event, or counts it in the row of the same event.';
