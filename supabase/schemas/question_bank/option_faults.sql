-- Returns what is wrong with the options of a question, one row per fault, with its place. An mcq has 2 to 20 options, each with exactly an
-- id and a text. The id has 1 to 100 characters, no control characters, no spaces or invisible characters at its ends, and is unique
-- regardless of case. The text has 1 to 2000 characters and is not blank. Other kinds have no options. Never looks at more than 20.
create function reprise_private.option_faults(p_kind text, p_options jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
declare
  v_option jsonb;
  v_ids text[] := '{}';
  v_id text;
  v_text text;
  v_member text;
begin
  if p_kind is distinct from 'mcq' then
    return query select '["options"]'::jsonb, 'must be null for a question of this kind' where p_options is not null;
    return;
  elsif jsonb_typeof(p_options) is distinct from 'array' or jsonb_array_length(p_options) not between 2 and 20 then
    return query select '["options"]'::jsonb, 'must be an array of 2 to 20 options, each {"id": "…", "text": "…"}';
    return;
  end if;
  for v_index in 0 .. jsonb_array_length(p_options) - 1 loop
    v_option := p_options -> v_index;
    loc := jsonb_build_array('options', v_index);
    if jsonb_typeof(v_option) <> 'object' then
      msg := 'must be an object {"id": "…", "text": "…"}';
      return next;
      continue;
    end if;
    select k into v_member from jsonb_object_keys(v_option) k where k not in ('id', 'text') order by k limit 1;
    if found then
      msg := format('holds %s; an option has an id and a text, and nothing else', to_json(left(v_member, 50)));
      return next;
    end if;

    loc := jsonb_build_array('options', v_index, 'id');
    v_id := case when jsonb_typeof(v_option -> 'id') = 'string' then v_option ->> 'id' end;
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
      msg := 'is the id of another option already (case and spaces do not tell ids apart)';
      return next;
    else
      v_ids := v_ids || reprise_private.normalized_label(v_id);
    end if;

    loc := jsonb_build_array('options', v_index, 'text');
    v_text := case when jsonb_typeof(v_option -> 'text') = 'string' then v_option ->> 'text' end;
    if reprise_private.is_blank(v_text) or char_length(v_text) > 2000 then
      msg := 'must be a string of 1 to 2000 characters, and not blank';
      return next;
    end if;
  end loop;
end
$$;
comment on function reprise_private.option_faults is 'Returns the faults in the options of a question.';
