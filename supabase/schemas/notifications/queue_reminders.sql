-- Queues one reminder of each invitation to an interview that ends within a day, was made two days before that or more, and has led to no session; at
-- most 100 a call. Organizations that are not trusted, which anybody can create, remind an address once in a UTC day together: the row of the address
-- is counted and locked by one statement. Called by claim_notice_mails when no other e-mail is due. Returns whether it queued any.
create function reprise_private.queue_reminders()
returns boolean
language plpgsql set search_path = ''
as $$
begin
  with due as materialized (
    select v.id, v.organization_id, reprise_private.sha256_hex(v.email) as email_sha256, o.is_trusted
    from reprise.invitations v join reprise.organizations o on o.id = v.organization_id
    where v.email is not null and v.interview_id is not null and v.revoked_at is null
      and v.expires_at between now() and now() + interval '1 day' and v.expires_at - v.created_at >= interval '2 days'
      and not exists (select from reprise_private.notice_mails m where m.invitation_id = v.id)
      and (o.is_trusted or not exists (
        select from reprise_private.reminder_address_days d
        where d.email_sha256 = reprise_private.sha256_hex(v.email) and d.day = reprise_private.utc_day()
      ))
      and reprise_private.wants_reminder(v)
    limit 100
  ), counted as (
    insert into reprise_private.reminder_address_days as d (email_sha256, day)
    select distinct u.email_sha256, reprise_private.utc_day() from due u where not u.is_trusted order by u.email_sha256
    on conflict (email_sha256) do update set day = excluded.day where d.day < excluded.day
    returning d.email_sha256
  )
  insert into reprise_private.notice_mails (organization_id, invitation_id, pace)
  select u.organization_id, u.id, 'reminder' from due u where u.is_trusted
  union all
  (
    select distinct on (u.email_sha256) u.organization_id, u.id, 'reminder'
    from due u join counted c on c.email_sha256 = u.email_sha256 where not u.is_trusted order by u.email_sha256, u.id
  )
  on conflict do nothing;
  return found;
end
$$;
comment on function reprise_private.queue_reminders is 'Queues the reminders that are due.';
