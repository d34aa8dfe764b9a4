-- Returns what is wrong with a question of the bank, one row per fault, with its place. Table constraints check the other columns.
create function reprise_private.question_faults(p_question reprise.questions)
returns table (loc jsonb, msg text)
language sql immutable set search_path = ''
as $$
  select '["prompt"]'::jsonb, 'must not be blank' where reprise_private.is_blank(p_question.prompt)
  union all
  select jsonb_build_array(label.name), 'must be 1 to 200 characters, and not blank'
  from (values ('interview_type', p_question.interview_type), ('domain', p_question.domain)) label (name, value)
  where reprise_private.is_blank(label.value) or char_length(label.value) > 200
  union all
  select f.loc, f.msg from reprise_private.option_faults(p_question.kind, p_question.options) f
$$;
comment on function reprise_private.question_faults is 'Returns the faults in a question.';
