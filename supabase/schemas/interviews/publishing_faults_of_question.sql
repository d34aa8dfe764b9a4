-- Returns what keeps a question from being asked in a published interview, one row per fault, with its place in the question: everything that
-- is refused when the question or its key is written, which rows from before those checks can still have; and what only matters once it is
-- asked. p_key is null if there is no key. Compares texts of options without the characters at their ends that cannot be seen, but with
-- case: both true and True may be options. Looks at criteria and options only if they are well-formed.
create function reprise_private.publishing_faults_of_question(p_question reprise.questions, p_key reprise.question_keys)
returns table (loc jsonb, code text, detail text)
language plpgsql stable set search_path = ''
as $$
begin
  return query
  select f.loc, 'malformed', f.msg from reprise_private.question_faults(p_question) f
  union all
  select '["key"]'::jsonb || f.loc, 'malformed', f.msg
  from reprise_private.key_faults(p_key, p_question.kind, p_question.options) f where p_key.question_id is not null;
  if found then
    return;
  end if;
  if not p_question.is_active then
    return query select '["is_active"]'::jsonb, 'inactive', 'must be true: nobody has accepted this question, or it was withdrawn';
  end if;
  if p_question.kind = 'mcq' then
    return query
    select '["key", "correct_option"]'::jsonb, 'key_missing', 'must name the right option' where p_key.correct_option is null
    union all
    select jsonb_build_array('options', o.number - 1, 'text'), 'duplicate_option', 'is the text of another option already'
    from (
      select e.number, row_number() over (
        partition by btrim(
          regexp_replace(e.option ->> 'text', '[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]', '', 'g'), E' \t\r\n\u00A0'
        ) order by e.number
      ) as copy
      from jsonb_array_elements(p_question.options) with ordinality e (option, number)
    ) o
    where o.copy > 1;
  elsif jsonb_array_length(p_key.criteria) > 0 then
    return query
    select '["key", "criteria"]'::jsonb, 'points_do_not_fit', format(
      'have %s points in all; the question has %s', trim_scale(sum((c ->> 'points')::numeric)), p_question.points
    )
    from jsonb_array_elements(p_key.criteria) c
    having sum((c ->> 'points')::numeric) <> p_question.points
    union all
    select jsonb_build_array('key', 'criteria', d.number - 1, 'text'), 'duplicate_criterion', 'is the text of another criterion already'
    from (
      select e.number, row_number() over (
        partition by lower(btrim(regexp_replace(e.criterion ->> 'text', '[\u0001-\u0020\u00A0\u00AD\u200B-\u200F\u2060\uFEFF]+', ' ', 'g')))
        order by e.number
      ) as copy
      from jsonb_array_elements(p_key.criteria) with ordinality e (criterion, number)
    ) d
    where d.copy > 1;
  end if;
end
$$;
comment on function reprise_private.publishing_faults_of_question is 'Returns what keeps a question from being asked in a published interview.';
