-- Trigger: the transcript is append-only. UPDATE and TRUNCATE are always refused; DELETE is allowed only as part of deleting the session (a
-- cascade runs inside a trigger, a direct DELETE does not).
create function reprise_private.refuse_change_of_messages()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  if tg_op = 'DELETE' and pg_trigger_depth() > 1 then
    return old;
  end if;
  raise exception 'a transcript is append-only' using errcode = 'restrict_violation';
end
$$;
comment on function reprise_private.refuse_change_of_messages is
  'Trigger: refuses to change stored messages, or to delete those of a transcript without their session.';
