-- Adds a token to an invitation and returns it; only its hash is stored. Earlier tokens continue to work, up to 20: a link that was copied must
-- not stop working because an e-mail went out.
create function reprise_private.mint_invitation_token(p_invitation_id uuid)
returns text
language plpgsql set search_path = ''
as $$
declare
  v_token text := reprise_private.random_token();
begin
  insert into reprise_private.invitation_tokens (token_sha256, invitation_id, created_at)
  values (reprise_private.sha256_hex(v_token), p_invitation_id, clock_timestamp());
  delete from reprise_private.invitation_tokens t
  where t.token_sha256 in (
    select o.token_sha256 from reprise_private.invitation_tokens o
    where o.invitation_id = p_invitation_id order by o.created_at desc, o.token_sha256 offset 20
  );
  return v_token;
end
$$;
comment on function reprise_private.mint_invitation_token is 'Adds a token to an invitation and returns it.';
