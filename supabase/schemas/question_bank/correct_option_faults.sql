-- Returns a fault if the correct option of a key does not fit its question: only an mcq has one, and it is exactly the id of one of the
-- options. Null is valid: the key is incomplete, and answers wait for review until it is complete.
create function reprise_private.correct_option_faults(p_correct_option text, p_kind text, p_options jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
begin
  -- In plpgsql: SQL functions are planned at each call, and an import calls this one for each question.
  return query
  select '["correct_option"]'::jsonb, case
    when p_kind <> 'mcq' then 'must be null: the question is not multiple choice'
    else 'must be exactly the id of one of the question''s options'
  end
  where p_correct_option is not null and (p_kind <> 'mcq' or not reprise_private.is_option_id(p_options, p_correct_option));
end
$$;
comment on function reprise_private.correct_option_faults is 'Returns a fault if a correct option does not fit its question.';
