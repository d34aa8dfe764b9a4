-- A link to a prep session of the caller → deleted, effective immediately. Locks the user. A repeat and a link that was never theirs get
-- the same response.
create function reprise_private.revoke_prep_share(p_prep_session_id uuid, p_share_id uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
begin
  perform reprise_private.lock_candidate(v_user_id);
  delete from reprise.prep_shares h using reprise.prep_sessions s
  where h.id = p_share_id and s.public_id = p_prep_session_id and s.id = h.prep_session_id and s.user_id = v_user_id;
  return jsonb_build_object('server_time', reprise_private.rfc3339(clock_timestamp()));
end
$$;
comment on function reprise_private.revoke_prep_share is 'Deletes a link of a prep session.';
