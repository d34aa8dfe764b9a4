-- Trigger of answers and late texts: adds the receipt of the stored text at the end of its session's chain, in the transaction that stores the
-- text, so a text is never acknowledged without its receipt. The candidate's lock is held, so receipts have the order in which texts were
-- stored; without it, the primary key refuses a second one with the same number, and the chain cannot fork. A text gets one receipt: the
-- unique key refuses another. A late text that becomes an answer gets a second one, for the answer.
create function reprise_private.append_receipt()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_source text;
  v_last reprise_private.receipts;
begin
  if tg_table_name = 'answers' then
    v_source := new.source;
  else
    v_source := new.reason;
  end if;
  select * into v_last from reprise_private.receipts r where r.session_id = new.session_id order by r.number desc limit 1;
  insert into reprise_private.receipts (session_id, number, text_id, position, source, received_at, sha256, late_by, previous)
  values (
    new.session_id, coalesce(v_last.number, 0) + 1, new.id, new.position, v_source, new.received_at, new.sha256, new.late_by,
    reprise_private.receipt_digest(v_last)
  );
  return null;
end
$$;
comment on function reprise_private.append_receipt is 'Trigger: adds the receipt of a stored text to the chain of its session.';
