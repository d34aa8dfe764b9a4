-- Returns a receipt as clients get it. Built from stored values only, so a repeat returns the same bytes.
create function reprise_private.receipt_view(p_receipt reprise_private.receipts)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'answer_id', p_receipt.text_id,
    'received_at', reprise_private.rfc3339(p_receipt.received_at),
    'sha256', p_receipt.sha256,
    'late_by_seconds', trim_scale(round(extract(epoch from p_receipt.late_by), 3)),
    'previous', p_receipt.previous
  );
end
$$;
comment on function reprise_private.receipt_view is 'Returns a receipt: id, server time, SHA-256, lateness and the hash of the receipt before it.';
