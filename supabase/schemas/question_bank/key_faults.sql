-- Returns what is wrong with the key of a question, one row per fault, with its place; includes whether it fits the question's current
-- options.
create function reprise_private.key_faults(p_key reprise.question_keys, p_kind text, p_options jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
begin
  -- In plpgsql: SQL functions are planned at each call, and an import calls this one for each question.
  return query
  select f.loc, f.msg from reprise_private.correct_option_faults(p_key.correct_option, p_kind, p_options) f
  union all
  select f.loc, f.msg from reprise_private.keyword_faults(p_key.keywords) f
  union all
  select '["keywords_needed"]'::jsonb, 'must be a whole number from 1 to the number of keywords, or null'
  where p_key.keywords_needed not between 1
    and case when jsonb_typeof(p_key.keywords) = 'array' then jsonb_array_length(p_key.keywords) else 0 end
  union all
  select '["sample_solution"]'::jsonb, 'must be at most 50000 characters' where char_length(p_key.sample_solution) > 50000
  union all
  select '["explanation"]', 'must be at most 10000 characters' where char_length(p_key.explanation) > 10000
  union all
  select f.loc, f.msg from reprise_private.source_faults(p_key.sources) f
  union all
  select f.loc, f.msg from reprise_private.criterion_faults(p_key.criteria) f;
end
$$;
comment on function reprise_private.key_faults is 'Returns the faults in the key of a question.';
