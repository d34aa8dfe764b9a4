-- Returns the receipt of a stored text by its id; null for a draft that was stored as a late text and not accepted.
create function reprise_private.receipt(p_text_id uuid)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (select reprise_private.receipt_view(r) from reprise_private.receipts r where r.text_id = p_text_id);
end
$$;
comment on function reprise_private.receipt is 'Returns the receipt of a stored text.';
