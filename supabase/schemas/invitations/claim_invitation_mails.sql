-- queued, or claimed by a sender that died before it handed the e-mail over → claimed, for up to p_batch_size e-mails and two minutes. Called by the
-- service role. Mints a token for each, which only the e-mail holds. Two senders never get the same e-mail (skip locked). If a sender
-- died, an e-mail that it had not handed over is sent again with another token, and one that it had is not.
create function reprise_private.claim_invitation_mails(p_batch_size integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_mails jsonb;
begin
  perform reprise_private.close_invitation_mails();
  with claimed as (
    update reprise_private.invitation_mails m
    set status = 'claimed', claim_token = gen_random_uuid(), claimed_until = now() + interval '2 minutes', attempts = m.attempts + 1
    where m.id in (
      select o.id from reprise_private.invitation_mails o
      where o.status in ('queued', 'claimed') and o.due_at <= now() and coalesce(o.claimed_until, '-infinity') < now()
      order by o.due_at, o.id
      limit p_batch_size
      for no key update skip locked
    )
    returning m.*
  )
  select jsonb_agg(jsonb_build_object(
    'mail_id', c.id, 'claim_token', c.claim_token, 'email', v.email, 'token', reprise_private.mint_invitation_token(v.id),
    'organization', reprise_private.one_line(o.name), 'role', v.role, 'title', reprise_private.one_line(i.title),
    'expires_at', reprise_private.rfc3339(v.expires_at)
  ) order by c.due_at, c.id) into v_mails
  from claimed c
  join reprise.invitations v on v.id = c.invitation_id
  join reprise.organizations o on o.id = v.organization_id
  left join reprise.interviews i on i.id = v.interview_id;
  return jsonb_build_object('mails', coalesce(v_mails, '[]'));
end
$$;
comment on function reprise_private.claim_invitation_mails is 'Claims e-mails of invitations for one sender.';
