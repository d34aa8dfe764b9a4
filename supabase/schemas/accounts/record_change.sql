-- Trigger: writes one audit event for a row of authoring that was inserted, updated or deleted; an update that changes nothing writes none.
-- The argument names the column that becomes entity_id. Rows that go with their question, interview or organization write none: the event
-- of the parent stands for them. A person whose account is being deleted is not named. No lock, no limit: one row per change, in the
-- organization's own trail.
create function reprise_private.record_change()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_old jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  v_new jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  v_row jsonb := coalesce(v_new, v_old);
  v_organization_id uuid;
  v_subject uuid := (v_row ->> 'user_id')::uuid;
begin
  if tg_table_name = 'organizations' then
    v_organization_id := (v_row ->> 'id')::uuid;
  elsif v_row ? 'organization_id' then
    v_organization_id := (v_row ->> 'organization_id')::uuid;
  elsif v_row ? 'interview_id' then
    select i.organization_id into v_organization_id from reprise.interviews i where i.id = (v_row ->> 'interview_id')::uuid;
    if not found then
      return null;
    end if;
  else
    select q.organization_id into v_organization_id from reprise.questions q where q.id = (v_row ->> 'question_id')::uuid;
    if not found then
      return null;
    end if;
  end if;
  if tg_table_name = 'invitations' and tg_op = 'DELETE' and v_row ->> 'interview_id' is not null
    and not exists (select from reprise.interviews i where i.id = (v_row ->> 'interview_id')::uuid)
  then
    return null;
  end if;
  if v_organization_id is not null and not exists (select from reprise.organizations o where o.id = v_organization_id) then
    return null;
  end if;
  if tg_table_name in ('accommodations', 'invitations') then
    -- Texts about or to a person are not retained when their account is deleted.
    v_old := v_old - '{reason,note,created_by,asked_by}'::text[];
    v_new := v_new - '{reason,note,created_by,asked_by}'::text[];
  end if;
  if tg_table_name = 'webhooks' then
    -- The path or the query of an address may be a credential.
    v_old := v_old - '{url,claim_token}'::text[] || jsonb_build_object('host', substring(v_row ->> 'url' from '://([^/?]+)'));
    v_new := v_new - '{url,claim_token}'::text[] || jsonb_build_object('host', substring(v_row ->> 'url' from '://([^/?]+)'));
  end if;
  if tg_op = 'UPDATE' then
    select jsonb_object_agg(o.key, o.value) into v_old from jsonb_each(v_old) o where o.value is distinct from v_new -> o.key;
    if v_old is null then
      return null;
    end if;
    select jsonb_object_agg(n.key, n.value) into v_new from jsonb_each(v_new) n where v_old ? n.key;
  end if;
  if tg_table_name = 'interview_questions' then
    v_new := v_new || jsonb_build_object('position', v_row -> 'position');
  end if;
  if v_subject is not null and not exists (select from auth.users u where u.id = v_subject) then
    v_subject := reprise_private.nobody();
  end if;
  insert into reprise.audit_events (organization_id, actor, action, entity, entity_id, subject, before, after)
  values (
    v_organization_id, auth.uid(), lower(tg_op), tg_table_name, (v_row ->> tg_argv[0])::uuid, v_subject,
    reprise_private.audit_values(v_old), reprise_private.audit_values(v_new)
  );
  return null;
end
$$;
comment on function reprise_private.record_change is 'Trigger: writes the audit event of one change of authoring.';
