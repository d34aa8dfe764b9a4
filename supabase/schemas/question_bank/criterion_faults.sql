-- Returns what is wrong with the criteria of a key, one row per fault, with its place. At most 50 criteria, each with exactly a unique id
-- (by the rules for option ids), a text and points from 0.01 to 1000; graders treat smaller numbers as 0. The points need not add up to the
-- question's points, because the grader scales them. Never looks at more than 50 criteria.
create function reprise_private.criterion_faults(p_criteria jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
declare
  v_criterion jsonb;
  v_ids text[] := '{}';
  v_id text;
  v_text text;
begin
  if jsonb_typeof(p_criteria) is distinct from 'array' or jsonb_array_length(p_criteria) > 50 then
    return query select '["criteria"]'::jsonb, 'must be an array of at most 50 criteria';
    return;
  end if;
  for v_index in 0 .. jsonb_array_length(p_criteria) - 1 loop
    v_criterion := p_criteria -> v_index;
    loc := jsonb_build_array('criteria', v_index);
    if jsonb_typeof(v_criterion) <> 'object' or exists (
      select from jsonb_object_keys(v_criterion) k where k not in ('id', 'text', 'points')
    ) then
      msg := 'must be {"id": "…", "text": "…", "points": 8}';
      return next;
      continue;
    end if;

    loc := jsonb_build_array('criteria', v_index, 'id');
    v_id := case when jsonb_typeof(v_criterion -> 'id') = 'string' then v_criterion ->> 'id' end;
    if reprise_private.is_blank(v_id) or char_length(v_id) > 100 then
      msg := 'must be a string of 1 to 100 characters, and not blank';
      return next;
    elsif reprise_private.is_blank(left(v_id, 1)) or reprise_private.is_blank(right(v_id, 1)) then
      msg := 'must not begin or end with spaces or characters that cannot be seen';
      return next;
    elsif v_id ~ '[\u0001-\u001F\u007F]' then
      msg := 'must not hold control characters';
      return next;
    elsif reprise_private.normalized_label(v_id) = any (v_ids) then
      msg := 'is the id of another criterion already (case and spaces do not tell ids apart)';
      return next;
    else
      v_ids := v_ids || reprise_private.normalized_label(v_id);
    end if;

    v_text := case when jsonb_typeof(v_criterion -> 'text') = 'string' then v_criterion ->> 'text' end;
    if reprise_private.is_blank(v_text) or char_length(v_text) > 2000 then
      loc := jsonb_build_array('criteria', v_index, 'text');
      msg := 'must be a string of 1 to 2000 characters, and not blank';
      return next;
    end if;

    if (jsonb_typeof(v_criterion -> 'points') = 'number'
      and (v_criterion ->> 'points')::numeric between 0.01 and 1000) is not true
    then
      loc := jsonb_build_array('criteria', v_index, 'points');
      msg := 'must be a number from 0.01 to 1000';
      return next;
    end if;
  end loop;
end
$$;
comment on function reprise_private.criterion_faults is 'Returns the faults in the criteria of a key.';
