-- Trigger of answers and late texts: adds the receipt of the stored text to the chain of its session. Runs in the transaction that stores the
-- text, so a text is never acknowledged without its receipt. A late text that becomes an answer gets a second receipt, for the answer.
create function reprise_private.chain_receipt()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_source text;
begin
  if tg_table_name = 'answers' then
    v_source := new.source;
  else
    v_source := new.reason;
  end if;
  perform reprise_private.append_receipt(new.session_id, new.id, new.position, v_source, new.received_at, new.sha256, new.late_by);
  return null;
end
$$;
comment on function reprise_private.chain_receipt is 'Trigger: adds the receipt of a stored text to the chain of its session.';
