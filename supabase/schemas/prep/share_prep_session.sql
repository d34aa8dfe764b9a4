-- nothing → a link that shows one prep session of the caller until it expires. Locks the user, so the limit of 20 links holds for
-- concurrent calls. The token appears only in this response. A repeat creates another link.
-- Errors: invalid_request, prep_session_not_found, not_authenticated, limit_reached, rate_limited.
create function reprise_private.share_prep_session(p_prep_session_id uuid, p_expires_in_hours integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_session reprise.prep_sessions;
  v_token text := reprise_private.random_token();
  v_share reprise.prep_shares;
begin
  if p_expires_in_hours is null or p_expires_in_hours not between 1 and 720 then
    perform reprise_private.invalid_request('expires_in_hours', 'must be between 1 and 720');
  end if;
  v_session := reprise_private.lock_own_prep_session(p_prep_session_id, v_user_id);
  perform reprise_private.check_account(v_user_id);
  delete from reprise.prep_shares h where h.prep_session_id = v_session.id and h.expires_at <= now();
  if (select count(*) from reprise.prep_shares h where h.prep_session_id = v_session.id) >= 20 then
    perform reprise_private.refuse_and_roll_back(409, 'limit_reached', '{"reason": "share_links", "limit": 20}');
  end if;
  perform reprise_private.take_rate_limit(v_user_id, 'prep_share');
  insert into reprise.prep_shares (prep_session_id, token_sha256, expires_at)
  values (v_session.id, reprise_private.sha256_hex(v_token), now() + make_interval(hours => p_expires_in_hours))
  returning * into v_share;
  return jsonb_build_object(
    'share', reprise_private.prep_share_view(v_share), 'token', v_token,
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.share_prep_session is 'Creates a link that shows a prep session.';
