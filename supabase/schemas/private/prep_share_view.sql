-- Returns a link of a prep session without its token, of which only the hash is stored.
create function private.prep_share_view(p_share public.prep_shares)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_share.id, 'created_at', private.rfc3339(p_share.created_at), 'expires_at', private.rfc3339(p_share.expires_at)
  );
end
$$;
comment on function private.prep_share_view(public.prep_shares) is 'A link of a prep session.';
revoke execute on function private.prep_share_view(public.prep_shares) from public, anon, authenticated;
