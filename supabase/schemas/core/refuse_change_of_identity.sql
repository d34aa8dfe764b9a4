-- Trigger: keeps the columns that identify a row or its owner unchanged, for every role of the Data API, including service_role. Column
-- grants cannot do that: an upsert and a PUT name every column, changed or not. The table's owner passes: our functions, foreign keys (on
-- delete set null) and operators in SQL. Fires only if one of the columns changes, before row level security checks the new row.
-- Errors: fixed_column (with table and columns).
create function reprise_private.refuse_change_of_identity()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  -- current_user: this function is no definer, so it is whoever runs the statement.
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
comment on function reprise_private.refuse_change_of_identity is 'Trigger: keeps the columns it is given as they were, for every role of the Data API.';
