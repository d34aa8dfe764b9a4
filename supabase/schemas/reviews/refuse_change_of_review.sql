-- Trigger: decisions, comments, scorecards and requests are append-only for every role. They are deleted with their session or account (a
-- cascade runs inside a trigger), and lose their author when that account is deleted.
create function reprise_private.refuse_change_of_review()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  if tg_op = 'DELETE' and pg_trigger_depth() > 1 then
    return old;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;
comment on function reprise_private.refuse_change_of_review is 'Trigger: refuses changes of what people wrote about a session.';
