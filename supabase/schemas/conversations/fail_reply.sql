-- Releases a claim after a failure, so that a repeat of the message asks again: immediately after the first three failures in a row, then
-- after a pause that doubles up to a minute. With p_give_back, because no slot was free and no model was reached, the claim counts neither
-- as a failure nor in the candidate's rate limit, unless a later window has begun. Current token only. Called by the service role.
create function reprise_private.fail_reply(p_session_id uuid, p_token uuid, p_give_back boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid;
  v_claimed_at timestamptz;
begin
  if p_give_back then
    select s.user_id into v_user_id from reprise.interview_sessions s where s.id = p_session_id;
    perform reprise_private.lock_candidate(v_user_id);
    select c.claimed_until - make_interval(secs => t.reply_lease_seconds) into v_claimed_at
    from reprise_private.reply_claims c cross join reprise_private.settings t
    where c.session_id = p_session_id and c.token = p_token;
    update reprise_private.rate_limit_uses u set used = u.used - 1
    where u.user_id = v_user_id and u.action = 'reply' and u.used > 0 and u.window_started_at <= v_claimed_at;
  end if;
  update reprise_private.reply_claims c
  set token = gen_random_uuid(), failures = case when p_give_back then c.failures else least(c.failures + 1, 10) end,
    claimed_until = now() + make_interval(
      secs => case when p_give_back or c.failures < 3 then 0 else least(60, 2 ^ c.failures / 4) end
    )
  where c.session_id = p_session_id and c.token = p_token;
  return jsonb_build_object('accepted', found);
end
$$;
comment on function reprise_private.fail_reply is 'Releases a claimed reply after a failure.';
