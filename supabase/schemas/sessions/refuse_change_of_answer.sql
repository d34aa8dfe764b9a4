-- The text of an answer or a late text never changes, for any role.
create function reprise_private.refuse_change_of_answer()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  raise exception 'an accepted answer is never changed' using errcode = 'restrict_violation';
end
$$;
comment on function reprise_private.refuse_change_of_answer is 'Keeps answers and late_answers write-once for every role.';
