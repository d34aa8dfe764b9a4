-- Trigger: refuses a new row whose writer chose a column that only the database may fill in: its time of creation, or where it was copied
-- from. Fires only if one of the columns is not as the database fills it in, and after the insert: an upsert that finds its row has not
-- chosen anything, and row level security and unique keys have decided. The table's owner passes: our functions and operators in SQL.
-- Errors: fixed_column (with table and columns).
create function reprise_private.refuse_chosen_columns()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  -- This function is security invoker, so current_user is the role that runs the statement.
  if not pg_has_role(current_user, (select c.relowner from pg_catalog.pg_class c where c.oid = tg_relid), 'usage') then
    raise exception using
      errcode = 'PT403', message = 'fixed_column', detail = jsonb_build_object('table', tg_table_name, 'columns', to_jsonb(tg_argv));
  end if;
  return null;
end
$$;
comment on function reprise_private.refuse_chosen_columns is 'Trigger: refuses a new row with a time of creation or an origin of its writer''s choice.';
