-- Returns the links of one of the caller's prep sessions that have not expired, newest first. Reads only. Errors: prep_session_not_found.
create function reprise_private.list_prep_shares(p_prep_session_id uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := reprise_private.caller_id();
  v_id uuid;
begin
  select s.id into v_id from reprise.prep_sessions s where s.public_id = p_prep_session_id and s.user_id = v_user_id;
  if not found then
    perform reprise_private.refuse_and_roll_back(404, 'prep_session_not_found');
  end if;
  return jsonb_build_object(
    'shares', coalesce((
      select jsonb_agg(reprise_private.prep_share_view(h) order by h.created_at desc, h.id desc) from reprise.prep_shares h
      where h.prep_session_id = v_id and h.expires_at > now()
    ), '[]'),
    'server_time', reprise_private.rfc3339(clock_timestamp())
  );
end
$$;
comment on function reprise_private.list_prep_shares is 'Returns the valid links of a prep session.';
