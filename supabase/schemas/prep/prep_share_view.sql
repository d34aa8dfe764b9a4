-- Returns a link of a prep session without its token, of which only the hash is stored.
create function reprise_private.prep_share_view(p_share reprise.prep_shares)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_share.id, 'created_at', reprise_private.rfc3339(p_share.created_at), 'expires_at', reprise_private.rfc3339(p_share.expires_at)
  );
end
$$;
comment on function reprise_private.prep_share_view is 'Returns a link of a prep session without its token.';
