-- Trigger: gives a new member the cursors of their notices, which begin now.
create function reprise_private.create_notice_cursors()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into reprise_private.notice_cursors (organization_id, user_id, pace, seq, due_at)
  select new.organization_id, new.user_id, p.pace, (select s.last_value from reprise_private.organization_event_seq s),
    case when p.pace = 'read' then timestamptz 'infinity' else now() end
  from unnest(array['soon', 'daily', 'read']) p (pace)
  on conflict do nothing;
  return null;
end
$$;
comment on function reprise_private.create_notice_cursors is 'Trigger: gives a new member the cursors of their notices.';
