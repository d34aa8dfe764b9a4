-- Returns a hash of a seed and a text. Sorting by it makes an order that the seed decides and nobody can predict without the seed.
create function reprise_private.seeded_hash(p_seed uuid, p_text text)
returns bytea
language sql immutable set search_path = ''
return sha256(convert_to(p_seed || ' ' || p_text, 'UTF8'));
comment on function reprise_private.seeded_hash is 'Returns a hash of a seed and a text, to sort by.';
