-- Returns the SHA-256 of a text's UTF-8 bytes in hexadecimal, as receipts show it.
create function reprise_private.sha256_hex(p_text text)
returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return encode(sha256(convert_to(p_text, 'UTF8')), 'hex');
end
$$;
comment on function reprise_private.sha256_hex is 'Returns the SHA-256 of a text''s UTF-8 bytes in hexadecimal.';
