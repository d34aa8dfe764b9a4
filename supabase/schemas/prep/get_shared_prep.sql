-- Returns the prep session behind a valid link, without its owner. Called by the service role, for anyone who has the token. Unknown,
-- expired, revoked and deleted links get the same error. Reads only. Errors: share_not_found.
create function reprise_private.get_shared_prep(p_token text)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_shown jsonb;
begin
  select jsonb_build_object(
    'prep_session', jsonb_build_object(
      'name', s.name, 'mode', s.mode, 'job_id', s.job_id, 'skill', s.skill, 'document', s.document,
      'updated_at', reprise_private.rfc3339(s.updated_at)
    ),
    'expires_at', reprise_private.rfc3339(h.expires_at), 'server_time', reprise_private.rfc3339(clock_timestamp())
  ) into v_shown
  from reprise.prep_shares h join reprise.prep_sessions s on s.id = h.prep_session_id
  where h.token_sha256 = reprise_private.sha256_hex(p_token) and h.expires_at > now();
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'share_not_found');
  end if;
  return v_shown;
end
$$;
comment on function reprise_private.get_shared_prep is 'Returns the prep session behind a valid link.';
