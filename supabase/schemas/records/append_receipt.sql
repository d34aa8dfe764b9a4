-- Adds the receipt of a stored text at the end of its session's chain. Called by triggers, in the transaction that stores the text. The caller
-- holds the candidate's lock, so receipts have the order in which texts were stored; without it, the primary key refuses a second one with
-- the same number, and the chain cannot fork. A text gets one receipt: the unique key refuses another.
create function reprise_private.append_receipt(
  p_session_id uuid, p_text_id uuid, p_position integer, p_source text, p_received_at timestamptz, p_sha256 text, p_late_by interval
)
returns void
language plpgsql set search_path = ''
as $$
declare
  v_last reprise_private.receipts;
begin
  select * into v_last from reprise_private.receipts r where r.session_id = p_session_id order by r.number desc limit 1;
  insert into reprise_private.receipts (session_id, number, text_id, position, source, received_at, sha256, late_by, previous)
  values (
    p_session_id, coalesce(v_last.number, 0) + 1, p_text_id, p_position, p_source, p_received_at, p_sha256, p_late_by,
    reprise_private.receipt_digest(v_last)
  );
end
$$;
comment on function reprise_private.append_receipt is 'Adds the receipt of a stored text at the end of its session''s chain.';
