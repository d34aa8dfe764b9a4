-- Returns what is wrong with a question of the bank, one row per fault, with its place. Table constraints check the other columns.
create function reprise_private.question_faults(p_question reprise.questions)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
begin
  -- In plpgsql: SQL functions are planned at each call, and an import calls this one for each question.
  return query
  select '["prompt"]'::jsonb, 'must not be blank' where reprise_private.is_blank(p_question.prompt)
  union all
  select jsonb_build_array(label.name), 'must be 1 to 200 characters, and not blank'
  from (values ('interview_type', p_question.interview_type), ('domain', p_question.domain)) label (name, value)
  where reprise_private.is_blank(label.value) or char_length(label.value) > 200
  union all
  select jsonb_build_array('tags', t.number - 1), 'must be a text of 1 to 50 characters, not blank, and not there already'
  from unnest(p_question.tags[1:20]) with ordinality t (tag, number)
  where reprise_private.is_blank(t.tag) or char_length(t.tag) > 50
    or reprise_private.normalized_label(t.tag) = any (array(
      select reprise_private.normalized_label(o) from unnest(p_question.tags[1:t.number::integer - 1]) o
    ))
  union all
  select '["tags"]'::jsonb, 'must be a list of at most 20 texts' where cardinality(p_question.tags) > 20 or array_ndims(p_question.tags) > 1
  union all
  select f.loc, f.msg from reprise_private.option_faults(p_question.kind, p_question.options) f;
end
$$;
comment on function reprise_private.question_faults is 'Returns the faults in a question.';
