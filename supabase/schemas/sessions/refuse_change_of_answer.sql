-- Trigger: refuses to change the text of an answer or a late text, for every role.
create function reprise_private.refuse_change_of_answer()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  raise exception 'an accepted answer is never changed' using errcode = 'restrict_violation';
end
$$;
comment on function reprise_private.refuse_change_of_answer is 'Trigger: refuses to change the text of an answer or a late text.';
