-- Gives committed events their seq, at most 5,000 a call, in the order in which they were written, and marks the webhooks of their organizations as
-- waiting. Called before anything reads by a cursor. One caller at a time; another one skips it. An id alone would not do: the transaction with
-- the smaller one may commit later, when the cursor has passed. Locks those webhooks, so that a sender that just found nothing looks again.
create function reprise_private.number_organization_events()
returns void
language plpgsql set search_path = ''
as $$
declare
  v_organizations uuid[];
begin
  if not pg_try_advisory_xact_lock(hashtextextended('reprise.number_organization_events', 0)) then
    return;
  end if;
  with numbered as materialized (
    select o.number, nextval('reprise_private.organization_event_seq') as seq
    from (select e.number from reprise_private.organization_events e where e.seq is null order by e.number limit 5000) o
  ), written as (
    update reprise_private.organization_events e set seq = n.seq from numbered n where e.number = n.number returning e.organization_id
  )
  select array_agg(distinct w.organization_id) into v_organizations from written w;
  if v_organizations is null then
    return;
  end if;
  perform from reprise_private.webhooks w where w.organization_id = any (v_organizations) order by w.id for no key update;
  update reprise_private.webhooks w set is_waiting = true where w.organization_id = any (v_organizations) and not w.is_waiting;
end
$$;
comment on function reprise_private.number_organization_events is 'Gives committed events their order of sending.';
