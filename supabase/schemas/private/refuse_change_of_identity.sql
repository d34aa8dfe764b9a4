-- Trigger: keeps the columns that identify a row or its owner unchanged, for every role of the Data API, including service_role. Column
-- grants cannot do that: an upsert and a PUT name every column, changed or not. The table's owner passes: our functions, foreign keys (on
-- delete set null) and operators in SQL. Fires only if one of the columns changes, before row level security checks the new row.
-- Errors: fixed_column (with table and columns).
create function private.refuse_change_of_identity()
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
    )),
    hint = 'The columns that identify a row or its owner cannot be changed. Insert a new row instead.';
end
$$;
comment on function private.refuse_change_of_identity() is 'Trigger: keeps the columns it is given as they were, for every role of the Data API.';
revoke execute on function private.refuse_change_of_identity() from public, anon, authenticated;

-- Lists every table of public that can be updated, with its keys, its owner's columns and its creation time. Tables that nothing may update
-- (events, messages, transcriptions) have a trigger of their own, as do the texts of answers.
do $$
declare
  v_table record;
begin
  for v_table in
    select * from (values
      ('organizations', '{id,created_at}'::text[]),
      ('organization_members', '{organization_id,user_id,created_at}'),
      ('questions', '{id,organization_id,created_at}'),
      ('question_keys', '{question_id}'),
      ('interviews', '{id,organization_id,created_at}'),
      -- Not position and question_id: an interview is reordered by changing them.
      ('interview_questions', '{interview_id}'),
      ('interview_invitations', '{interview_id,user_id,created_at}'),
      ('interview_instructions', '{interview_id}'),
      ('interview_sessions', '{id,user_id,interview_id,organization_id}'),
      ('session_questions', '{session_id,position,question_id}'),
      ('session_question_keys', '{session_id,position}'),
      ('active_interview_sessions', '{user_id,session_id,created_at}'),
      ('cleanup_runs', '{id}'),
      ('evaluations', '{answer_id,session_id,position,late_answer_id}'),
      ('evaluation_history', '{id,answer_id}'),
      ('session_results', '{session_id}'),
      ('model_spending', '{day}'),
      ('model_reservations', '{run_id,organization_id,user_id}'),
      ('model_shares', '{day,kind,holder,organization_id,user_id}'),
      ('practice_templates', '{id,user_id,created_at}'),
      ('conversations', '{session_id}'),
      ('prep_sessions', '{id,user_id,created_at}'),
      ('prep_templates', '{id}'),
      ('prep_generations', '{id,prep_session_id,request_key}'),
      ('prep_shares', '{id,prep_session_id,token_sha256,created_at}')
    ) as t (name, columns)
  loop
    execute format(
      'create trigger %I before update on public.%I for each row when ((%s) is distinct from (%s))'
        ' execute function private.refuse_change_of_identity(%s)',
      v_table.name || '_identity_is_fixed', v_table.name,
      (select string_agg(format('old.%I', c), ', ') from unnest(v_table.columns) c),
      (select string_agg(format('new.%I', c), ', ') from unnest(v_table.columns) c),
      (select string_agg(quote_literal(c), ', ') from unnest(v_table.columns) c)
    );
  end loop;
end
$$;
