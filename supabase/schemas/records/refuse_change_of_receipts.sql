-- Trigger: a receipt is never changed, by any role. DELETE is allowed only as part of deleting the session (a cascade runs inside a trigger,
-- a direct DELETE does not). It stays when its answer is deleted because a question was reopened: the record then calls it withdrawn.
create function reprise_private.refuse_change_of_receipts()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  if tg_op = 'DELETE' and pg_trigger_depth() > 1 then
    return old;
  end if;
  raise exception 'a receipt is never changed' using errcode = 'restrict_violation';
end
$$;
comment on function reprise_private.refuse_change_of_receipts is 'Trigger: refuses changes of receipts, except deletion with the session.';
