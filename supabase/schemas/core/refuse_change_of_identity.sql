-- Trigger: keeps the columns that identify a row or its owner unchanged, for every role of the Data API, including service_role. Column
-- grants cannot do that: an upsert and a PUT name every column, changed or not. The table's owner passes: our functions, foreign keys (on
-- delete set null) and operators in SQL. Fires only if one of the columns changes, before row level security checks the new row.
-- Errors: fixed_column (with table and columns).
create function reprise_private.refuse_change_of_identity()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  -- This function is security invoker, so current_user is the role that runs the statement.
  if pg_has_role(current_user, (select c.relowner from pg_catalog.pg_class c where c.oid = tg_relid), 'usage') then
    return new;
  end if;
  raise exception using
    errcode = 'PT403', message = 'fixed_column',
    detail = jsonb_build_object('table', tg_table_name, 'columns', (
      select jsonb_agg(a.name) from unnest(tg_argv) a(name)
      where to_jsonb(old) -> a.name is distinct from to_jsonb(new) -> a.name
    ));
end
$$;
comment on function reprise_private.refuse_change_of_identity is 'Trigger: refuses to change the columns that identify a row or its owner.';
