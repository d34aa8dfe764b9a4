-- Trigger: decisions, comments, scorecards and requests are append-only for every role. They are deleted with their session or account, and
-- lose their author when that account is deleted: foreign keys act inside a trigger.
create function reprise_private.refuse_change_of_review()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  if pg_trigger_depth() > 1 then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;
comment on function reprise_private.refuse_change_of_review is 'Trigger: refuses changes of what people wrote about a session.';
