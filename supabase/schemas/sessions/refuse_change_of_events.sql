-- Trigger: the audit trail is append-only. UPDATE and TRUNCATE are always refused; DELETE is allowed only as part of deleting the session
-- (a cascade runs inside a trigger, a direct DELETE does not).
create function reprise_private.refuse_change_of_events()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  if tg_op = 'DELETE' and pg_trigger_depth() > 1 then
    return old;
  end if;
  raise exception 'session_events is append-only' using errcode = 'restrict_violation';
end
$$;
comment on function reprise_private.refuse_change_of_events is
  'Trigger: refuses every change of the audit trail, except when its session is deleted.';
