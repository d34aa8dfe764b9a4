-- Releases a claim after a failure, so that a repeat of the message asks again: immediately after the first three failures in a row, then
-- after a pause that doubles up to a minute. Current token only. Called by the service role.
create function reprise_private.fail_reply(p_session_id uuid, p_token uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update reprise_private.reply_claims c
  set token = gen_random_uuid(), failures = least(c.failures + 1, 10),
    claimed_until = now() + make_interval(secs => case when c.failures < 3 then 0 else least(60, 2 ^ c.failures / 4) end)
  where c.session_id = p_session_id and c.token = p_token;
  return jsonb_build_object('accepted', found);
end
$$;
comment on function reprise_private.fail_reply is 'Releases a claimed reply after a failure.';
