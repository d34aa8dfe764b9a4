-- Refuses the address or the events of a webhook. The address is https with a host that has a name (no IP address, no user), in ASCII, without a
-- fragment, with a port of 1 to 65535 if any; with the setting webhook_loopback, for tests, also http to this machine. The sender checks what the
-- name resolves to, at each attempt.
-- Errors: invalid_request.
create function reprise_private.check_webhook(p_url text, p_events text[])
returns void
language plpgsql stable set search_path = ''
as $$
declare
  v_port text := '[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]';
  v_rest text := '(:(' || v_port || '))?([/?][!-"$-~]*)?$';
begin
  if p_url is null or char_length(p_url) not between 1 and 2000 then
    perform reprise_private.invalid_request('url', 'must have between 1 and 2000 characters');
  elsif p_url !~* ('^https://([a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{0,62}' || v_rest) and not (
    (select t.webhook_loopback from reprise_private.settings t) and p_url ~* ('^http://(localhost|127\.0\.0\.1|\[::1\])' || v_rest)
  ) then
    perform reprise_private.invalid_request('url', 'must be an https address with a public host name, without user, fragment or spaces');
  elsif not p_events <@ reprise_private.webhook_events() then
    perform reprise_private.invalid_request('events', 'must be some of ' || array_to_string(reprise_private.webhook_events(), ', '));
  end if;
end
$$;
comment on function reprise_private.check_webhook is 'Refuses the address or the events of a webhook.';
