-- Returns where and how a sender sends: the address, the valid secrets, newest first, and whether this machine is allowed as a receiver.
create function reprise_private.webhook_target(p_webhook reprise_private.webhooks)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'webhook_id', p_webhook.id, 'url', p_webhook.url, 'claim_token', p_webhook.claim_token,
    'secrets', (
      select jsonb_agg(s.secret order by s.created_at desc) from reprise_private.webhook_secrets s
      where s.webhook_id = p_webhook.id and s.expires_at > now()
    ),
    'loopback', (select t.webhook_loopback from reprise_private.settings t)
  );
end
$$;
comment on function reprise_private.webhook_target is 'Returns where and how a sender sends.';
