-- Returns the links of one of the caller's prep sessions that have not expired, newest first. Reads only. Errors: prep_session_not_found.
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
