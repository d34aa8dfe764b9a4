-- Stores another secret of a webhook and returns it. Earlier ones sign for a day more, beside it; with more than one of them, the oldest end at once,
-- so that two are valid at any time.
create function reprise_private.mint_webhook_secret(p_webhook_id uuid)
returns text
language plpgsql set search_path = ''
as $$
declare
  v_secret text := 'whsec_' || encode(decode(reprise_private.random_token(), 'hex'), 'base64');
begin
  delete from reprise_private.webhook_secrets s
  where s.webhook_id = p_webhook_id and s.id not in (
    select k.id from reprise_private.webhook_secrets k where k.webhook_id = p_webhook_id order by k.created_at desc limit 1
  );
  update reprise_private.webhook_secrets s set expires_at = now() + interval '1 day' where s.webhook_id = p_webhook_id;
  insert into reprise_private.webhook_secrets (webhook_id, secret) values (p_webhook_id, v_secret);
  return v_secret;
end
$$;
comment on function reprise_private.mint_webhook_secret is 'Stores another secret of a webhook and returns it.';
