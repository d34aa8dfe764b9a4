-- A prep workspace can be shown to a mentor by a link that expires and can be revoked.

-- A link of a workspace, without its token, which nobody knows any more.
create function private.prep_share_view(p_share public.prep_shares)
returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'id', p_share.id, 'created_at', private.rfc3339(p_share.created_at), 'expires_at', private.rfc3339(p_share.expires_at)
  )
$$;
comment on function private.prep_share_view(public.prep_shares) is 'A link of a prep session.';
revoke execute on function private.prep_share_view(public.prep_shares) from public, anon, authenticated;

-- nothing → a link that shows one workspace of the caller until it expires. Locks the user, so 20 links that work are 20. The token is in this
-- answer and nowhere else. A repeat makes another link. Errors: invalid_request, prep_session_not_found, limit_reached, rate_limited.
create function private.share_prep_session(p_prep_session_id uuid, p_expires_in_hours integer)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
  v_session public.prep_sessions;
  v_token text := encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex');
  v_share public.prep_shares;
begin
  if p_expires_in_hours is null or p_expires_in_hours not between 1 and 720 then
    perform private.invalid_request('expires_in_hours', 'must be between 1 and 720');
  end if;
  v_session := private.own_prep_session(p_prep_session_id, v_user_id);
  delete from public.prep_shares h where h.prep_session_id = v_session.id and h.expires_at <= now();
  if (select count(*) from public.prep_shares h where h.prep_session_id = v_session.id) >= 20 then
    perform private.refuse(409, 'limit_reached', 'This prep session has 20 links. Revoke one first.', '{"limit": 20}');
  end if;
  perform private.take_rate_limit(v_user_id, 'prep_share');
  insert into public.prep_shares (prep_session_id, token_sha256, expires_at)
  values (v_session.id, private.sha256_hex(v_token), now() + make_interval(hours => p_expires_in_hours))
  returning * into v_share;
  return jsonb_build_object(
    'share', private.prep_share_view(v_share), 'token', v_token, 'path', '/shared-prep?token=' || v_token,
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.share_prep_session(uuid, integer) is 'Makes a link that shows a prep session.';
revoke execute on function private.share_prep_session(uuid, integer) from public, anon;
grant execute on function private.share_prep_session(uuid, integer) to authenticated;

-- The links of a workspace of the caller that work, newest first. Reads only. Errors: prep_session_not_found.
create function private.list_prep_shares(p_prep_session_id uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
begin
  if not exists (select from public.prep_sessions s where s.id = p_prep_session_id and s.user_id = v_user_id) then
    perform private.refuse(404, 'prep_session_not_found', 'There is no such prep session.');
  end if;
  return jsonb_build_object(
    'shares', coalesce((
      select jsonb_agg(private.prep_share_view(h) order by h.created_at desc, h.id desc) from public.prep_shares h
      where h.prep_session_id = p_prep_session_id and h.expires_at > now()
    ), '[]'),
    'server_time', private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function private.list_prep_shares(uuid) is 'Links of a prep session that work.';
revoke execute on function private.list_prep_shares(uuid) from public, anon;
grant execute on function private.list_prep_shares(uuid) to authenticated;

-- A link of a workspace of the caller → nothing, at once. A repeat, and a link that was never theirs, get the same answer.
create function private.revoke_prep_share(p_prep_session_id uuid, p_share_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.caller_id();
begin
  perform private.lock_candidate(v_user_id);
  delete from public.prep_shares h using public.prep_sessions s
  where h.id = p_share_id and h.prep_session_id = p_prep_session_id and s.id = h.prep_session_id and s.user_id = v_user_id;
  return jsonb_build_object('server_time', private.rfc3339(clock_timestamp()));
end
$$;
comment on function private.revoke_prep_share(uuid, uuid) is 'Deletes a link of a prep session.';
revoke execute on function private.revoke_prep_share(uuid, uuid) from public, anon;
grant execute on function private.revoke_prep_share(uuid, uuid) to authenticated;

-- The workspace behind a link that works, and nothing of whose it is. Caller: the service, for whoever has the token. Unknown, expired,
-- revoked and deleted are one answer. Reads only. Errors: share_not_found.
create function private.get_shared_prep(p_token text)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_shown jsonb;
begin
  select jsonb_build_object(
    'prep_session', jsonb_build_object(
      'name', s.name, 'mode', s.mode, 'job_id', s.job_id, 'skill', s.skill, 'document', s.document,
      'updated_at', private.rfc3339(s.updated_at)
    ),
    'expires_at', private.rfc3339(h.expires_at), 'server_time', private.rfc3339(clock_timestamp())
  ) into v_shown
  from public.prep_shares h join public.prep_sessions s on s.id = h.prep_session_id
  where h.token_sha256 = private.sha256_hex(p_token) and h.expires_at > now();
  if not found then
    perform private.refuse(404, 'share_not_found', 'This link does not work.');
  end if;
  return v_shown;
end
$$;
comment on function private.get_shared_prep(text) is 'The prep session behind a link.';
revoke execute on function private.get_shared_prep(text) from public, anon, authenticated;
grant execute on function private.get_shared_prep(text) to service_role;

-- Makes a link that shows a prep session. See private.share_prep_session.
create function public.share_prep_session(prep_session_id uuid, expires_in_hours integer default 168)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.share_prep_session(prep_session_id, expires_in_hours)
$$;
comment on function public.share_prep_session(uuid, integer) is 'Makes a link that shows a prep session. See private.share_prep_session.';
revoke execute on function public.share_prep_session(uuid, integer) from public, anon, authenticated;
grant execute on function public.share_prep_session(uuid, integer) to authenticated;

-- Live links of a prep session. See private.list_prep_shares.
create function public.list_prep_shares(prep_session_id uuid)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.list_prep_shares(prep_session_id)
$$;
comment on function public.list_prep_shares(uuid) is 'Live links of a prep session. See private.list_prep_shares.';
revoke execute on function public.list_prep_shares(uuid) from public, anon, authenticated;
grant execute on function public.list_prep_shares(uuid) to authenticated;

-- Deletes a link of a prep session. See private.revoke_prep_share.
create function public.revoke_prep_share(prep_session_id uuid, share_id uuid)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.revoke_prep_share(prep_session_id, share_id)
$$;
comment on function public.revoke_prep_share(uuid, uuid) is 'Deletes a link of a prep session. See private.revoke_prep_share.';
revoke execute on function public.revoke_prep_share(uuid, uuid) from public, anon, authenticated;
grant execute on function public.revoke_prep_share(uuid, uuid) to authenticated;

-- The prep session behind a link. See private.get_shared_prep.
create function public.get_shared_prep(token text)
returns jsonb
language sql volatile security invoker set search_path = ''
as $$
  select private.get_shared_prep(token)
$$;
comment on function public.get_shared_prep(text) is 'The prep session behind a link. See private.get_shared_prep.';
revoke execute on function public.get_shared_prep(text) from public, anon, authenticated;
grant execute on function public.get_shared_prep(text) to service_role;
