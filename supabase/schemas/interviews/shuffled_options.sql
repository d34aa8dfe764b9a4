-- Returns the options of a question in an order that depends on the seed, the question and the ids of its options, and on nothing else: not
-- on the order in which they are written, nor on the key. Null stays null.
create function reprise_private.shuffled_options(p_options jsonb, p_seed uuid, p_question_id uuid)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce((
    select jsonb_agg(e.option order by reprise_private.seeded_hash(p_seed, p_question_id || ' ' || (e.option ->> 'id')), e.number)
    from jsonb_array_elements(p_options) with ordinality e (option, number)
  ), p_options);
end
$$;
comment on function reprise_private.shuffled_options is 'Returns the options of a question in an order that a seed decides.';
