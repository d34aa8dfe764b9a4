-- Trigger: the audit trail of authoring is append-only for every role. Three changes pass: the organization itself is deleted (a cascade
-- runs inside a trigger); an event is older than audit_events_kept; a person whose account no longer exists becomes the nil uuid.
create function reprise_private.refuse_change_of_audit_events()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  if tg_op = 'DELETE' and pg_trigger_depth() > 1 then
    return old;
  end if;
  -- Only the table's owner may read settings and accounts; this function is security invoker.
  if pg_has_role(current_user, (select c.relowner from pg_catalog.pg_class c where c.oid = tg_relid), 'usage') then
    if tg_op = 'DELETE' then
      if old.at < now() - (select t.audit_events_kept from reprise_private.settings t) then
        return old;
      end if;
    elsif tg_op = 'UPDATE' then
      if to_jsonb(new) - '{actor,subject}'::text[] = to_jsonb(old) - '{actor,subject}'::text[]
        and (new.actor is not distinct from old.actor or reprise_private.is_forgotten(old.actor, new.actor))
        and (new.subject is not distinct from old.subject or reprise_private.is_forgotten(old.subject, new.subject))
      then
        return new;
      end if;
    end if;
  end if;
  raise exception 'audit_events is append-only' using errcode = 'restrict_violation';
end
$$;
comment on function reprise_private.refuse_change_of_audit_events is
  'Trigger: refuses changes of the audit trail of authoring, except deletion with its organization or by retention, and removing a deleted person.';
