-- Queues the e-mails that are due: to members, about what happened since the one before (at most one in ten minutes, or one a day at seven o'clock UTC),
-- and one reminder of each invitation to an interview that ends within a day, was made two days before that or more, and has led to no session.
-- Looks at no more than 100 members and 100 invitations a call, and moves their cursors. Called by claim_notice_mails.
create function reprise_private.queue_notice_mails()
returns void
language plpgsql set search_path = ''
as $$
declare
  v_cursor reprise_private.notice_cursors;
  v_until bigint;
begin
  perform reprise_private.number_organization_events();
  for v_cursor in
    select c.* from reprise_private.notice_cursors c
    where c.pace <> 'read' and c.due_at <= now() order by c.due_at limit 100 for no key update skip locked
  loop
    select max(e.seq) into v_until from reprise_private.organization_events e
    where e.organization_id = v_cursor.organization_id and e.seq > v_cursor.seq;
    if exists (
      select from reprise_private.events_for_member(v_cursor.organization_id, v_cursor.user_id, v_cursor.seq, v_until, 1000) e
      where reprise_private.notice_pace(v_cursor.user_id, e.kind) = v_cursor.pace
    ) then
      insert into reprise_private.notice_mails (user_id, organization_id, pace, after_seq, until_seq)
      values (v_cursor.user_id, v_cursor.organization_id, v_cursor.pace, v_cursor.seq, v_until);
    end if;
    update reprise_private.notice_cursors c
    set seq = coalesce(v_until, c.seq),
      due_at = case when c.pace = 'soon' then now() + interval '10 minutes'
        else (date_trunc('day', now() at time zone 'UTC') + interval '1 day 7 hours') at time zone 'UTC' end
    where c.organization_id = v_cursor.organization_id and c.user_id = v_cursor.user_id and c.pace = v_cursor.pace;
  end loop;
  insert into reprise_private.notice_mails (organization_id, invitation_id, pace)
  select v.organization_id, v.id, 'reminder'
  from reprise.invitations v
  where v.email is not null and v.interview_id is not null and v.revoked_at is null
    and v.expires_at between now() and now() + interval '1 day' and v.expires_at - v.created_at >= interval '2 days'
    and not exists (select from reprise_private.notice_mails m where m.invitation_id = v.id)
    and reprise_private.wants_reminder(v)
  limit 100
  on conflict do nothing;
end
$$;
comment on function reprise_private.queue_notice_mails is 'Queues the e-mails about events, and reminders, that are due.';
