-- Returns the SHA-256 of a receipt's canonical JSON (RFC 8785) in hexadecimal: what the next receipt of the session has as `previous`. Null for
-- a null row. A receipt is one flat object of ASCII texts, a number below 10^15 with at most three decimals, and null; sorting its keys
-- and leaving out spaces is all that the canonical form needs.
create function reprise_private.receipt_digest(p_receipt reprise_private.receipts)
returns text
language plpgsql stable set search_path = ''
as $$
begin
  if p_receipt.number is null then
    return null;
  end if;
  return (
    select reprise_private.sha256_hex('{' || string_agg(to_json(e.key) || ':' || e.value, ',' order by e.key collate "C") || '}')
    from jsonb_each(reprise_private.receipt_view(p_receipt)) e
  );
end
$$;
comment on function reprise_private.receipt_digest is 'Returns the SHA-256 of a receipt''s canonical JSON (RFC 8785).';
