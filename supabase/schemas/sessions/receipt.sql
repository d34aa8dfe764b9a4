-- Returns the receipt of a stored text. Built from stored values only, so a repeat returns the same bytes.
create function reprise_private.receipt(p_id uuid, p_received_at timestamptz, p_sha256 text, p_late_by interval)
returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return jsonb_build_object(
    'answer_id', p_id,
    'received_at', reprise_private.rfc3339(p_received_at),
    'sha256', p_sha256,
    'late_by_seconds', trim_scale(round(extract(epoch from p_late_by), 3))
  );
end
$$;
comment on function reprise_private.receipt is 'Returns the receipt of a stored text: id, server time, SHA-256 and lateness.';
