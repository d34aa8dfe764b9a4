-- Ends e-mails that nobody will send: those that wait although their invitation has ended (cancelled), those whose senders died eight times before
-- they handed them over (failed), and those that were handed over to the mail server by a sender that died before it read the answer (uncertain).
-- The latter are never sent again by themselves: the person would get two. Called by claim_invitation_mails.
create function reprise_private.close_invitation_mails()
returns void
language plpgsql set search_path = ''
as $$
begin
  update reprise_private.invitation_mails m
  set status = case when m.status = 'handed_over' then 'uncertain' when m.attempts >= 8 then 'failed' else 'cancelled' end,
    claim_token = null, claimed_until = null, finished_at = now()
  where m.id in (
    select o.id from reprise_private.invitation_mails o join reprise.invitations v on v.id = o.invitation_id
    where o.status in ('queued', 'claimed', 'handed_over') and o.due_at <= now() and coalesce(o.claimed_until, '-infinity') < now()
      and (o.status = 'handed_over' or o.attempts >= 8 or v.user_id is not null or not reprise_private.can_be_accepted(v))
    order by o.due_at, o.id
    limit 200
    for no key update of o skip locked
  );
end
$$;
comment on function reprise_private.close_invitation_mails is 'Ends e-mails of invitations that nobody will send.';
