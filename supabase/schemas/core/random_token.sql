-- Returns a new secret of 64 hexadecimal digits for a link. Only its hash is stored.
create function reprise_private.random_token()
returns text
language plpgsql volatile set search_path = ''
as $$
begin
  -- A random uuid has 122 random bits; three of them give more than the 256 of the digest.
  return encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex');
end
$$;
comment on function reprise_private.random_token is 'Returns a new secret for a link.';
