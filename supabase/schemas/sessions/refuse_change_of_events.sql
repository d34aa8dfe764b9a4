-- Trigger: the audit trail is append-only. UPDATE and TRUNCATE are refused to every role, except that
-- reprise_private.record_repeatable_event may count one repeat, and that an actor whose account no longer exists becomes the nil uuid. DELETE
-- is allowed only as part of deleting the session (a cascade runs inside a trigger, a direct DELETE does not).
create function reprise_private.refuse_change_of_events()
returns trigger
language plpgsql set search_path = ''
as $$
declare
  v_callers text;
  v_counted reprise.session_events;
begin
  if tg_op = 'DELETE' and pg_trigger_depth() > 1 then
    return old;
  elsif tg_op = 'UPDATE' then
    get diagnostics v_callers = pg_context;
    v_counted := old;
    v_counted.repeats := old.repeats + 1;
    v_counted.last_at := now();
    if new is not distinct from v_counted and v_callers like '%function reprise_private.record_repeatable_event(%' then
      return new;
    end if;
  end if;
  -- Only the table's owner may ask whether an account exists; this function is security invoker.
  if tg_op = 'UPDATE' and pg_has_role(current_user, (select c.relowner from pg_catalog.pg_class c where c.oid = tg_relid), 'usage') then
    if to_jsonb(new) - 'actor' = to_jsonb(old) - 'actor' and reprise_private.is_forgotten(old.actor, new.actor) then
      return new;
    end if;
  end if;
  raise exception 'session_events is append-only' using errcode = 'restrict_violation';
end
$$;
comment on function reprise_private.refuse_change_of_events is
  'Trigger: refuses changes of the audit trail, except counted repeats, deletion with the session, and removing deleted actors.';
