-- Queues the e-mails to members that are due, about what happened since the one before: at most one in ten minutes, or one a day at seven o'clock UTC.
-- Looks at no more than 20 members a call and 1,000 events of each, and moves their cursors. A member for whom more events wait is looked at again:
-- at once if there was nothing to say, otherwise after ten minutes. Returns whether more may be due. Called by claim_notice_mails.
create function reprise_private.queue_notice_mails()
returns boolean
language plpgsql set search_path = ''
as $$
declare
  v_cursor reprise_private.notice_cursors;
  v_kinds text[];
  v_seen integer;
  v_until bigint;
  v_says boolean;
  v_members integer := 0;
  v_more boolean := false;
begin
  perform reprise_private.number_organization_events();
  for v_cursor in
    select c.* from reprise_private.notice_cursors c
    where c.pace <> 'read' and c.due_at <= now() order by c.due_at limit 20 for no key update skip locked
  loop
    v_members := v_members + 1;
    select count(*), max(o.seq) into v_seen, v_until
    from (
      select e.seq from reprise_private.organization_events e
      where e.organization_id = v_cursor.organization_id and e.seq > v_cursor.seq order by e.seq limit 1000
    ) o;
    v_kinds := array(
      select k from unnest(array['session.completed', 'result.ready', 'evaluation.needs_review', 'decision.made', 'webhook.disabled']) k
      where reprise_private.notice_pace(v_cursor.user_id, k) = v_cursor.pace
    );
    v_says := exists (
      select from reprise_private.events_for_member(v_cursor.organization_id, v_cursor.user_id, v_cursor.seq, v_until, 1000) e
      where e.kind = any (v_kinds)
    );
    if v_says then
      insert into reprise_private.notice_mails (user_id, organization_id, pace, after_seq, until_seq)
      values (v_cursor.user_id, v_cursor.organization_id, v_cursor.pace, v_cursor.seq, v_until);
    end if;
    v_more := v_more or (v_seen = 1000 and not v_says);
    update reprise_private.notice_cursors c
    set seq = coalesce(v_until, c.seq),
      due_at = case
        when v_seen = 1000 and not v_says then now()
        when v_seen = 1000 or c.pace = 'soon' then now() + interval '10 minutes'
        else (date_trunc('day', now() at time zone 'UTC') + interval '1 day 7 hours') at time zone 'UTC'
      end
    where c.organization_id = v_cursor.organization_id and c.user_id = v_cursor.user_id and c.pace = v_cursor.pace;
  end loop;
  return v_more or v_members = 20;
end
$$;
comment on function reprise_private.queue_notice_mails is 'Queues the e-mails about events that are due.';
