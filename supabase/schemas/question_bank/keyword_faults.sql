-- Returns what is wrong with the keywords of a key, one row per fault, with its place. At most 100, each a string or {"keyword",
-- "synonyms", "inflections"}, of 1 to 200 characters and not blank. No two may be alike: a keyword written twice would count twice.
-- inflections: null or a language whose endings shared/words knows. Never looks at more entries than are allowed. Whether an answer holds a
-- keyword is decided by shared/words alone.
create function reprise_private.keyword_faults(p_keywords jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
declare
  v_entry jsonb;
  v_synonyms jsonb;
  v_form text;
  v_seen text[] := '{}';
  v_synonyms_in_all integer := 0;
begin
  if jsonb_typeof(p_keywords) is distinct from 'array' or jsonb_array_length(p_keywords) > 100 then
    return query select '["keywords"]'::jsonb, 'must be an array of at most 100 keywords';
    return;
  end if;
  for v_index in 0 .. jsonb_array_length(p_keywords) - 1 loop
    v_entry := p_keywords -> v_index;
    loc := jsonb_build_array('keywords', v_index);
    if jsonb_typeof(v_entry) = 'string' then
      v_entry := jsonb_build_object('keyword', v_entry);
    elsif jsonb_typeof(v_entry) <> 'object' or exists (
      select from jsonb_object_keys(v_entry) k where k not in ('keyword', 'synonyms', 'inflections')
    ) then
      msg := 'must be a string or {"keyword": "…", "synonyms": ["…"], "inflections": "en"}';
      return next;
      continue;
    else
      loc := loc || '["keyword"]';
    end if;
    v_form := case when jsonb_typeof(v_entry -> 'keyword') = 'string' then v_entry ->> 'keyword' end;
    if reprise_private.is_blank(v_form) or char_length(v_form) > 200 then
      msg := 'must be a string of 1 to 200 characters, and not blank';
      return next;
    elsif reprise_private.normalized_label(v_form) = any (v_seen) then
      msg := 'is there already (case and spaces do not tell keywords apart)';
      return next;
    else
      v_seen := v_seen || reprise_private.normalized_label(v_form);
    end if;

    if v_entry ? 'inflections' and v_entry -> 'inflections' not in (
      'null', '"ar"', '"de"', '"el"', '"en"', '"es"', '"fr"', '"he"', '"hi"', '"it"', '"pt"', '"ru"', '"tr"'
    ) then
      loc := jsonb_build_array('keywords', v_index, 'inflections');
      msg := 'must be null or one of ar, de, el, en, es, fr, he, hi, it, pt, ru, tr';
      return next;
    end if;

    continue when not v_entry ? 'synonyms';
    v_synonyms := v_entry -> 'synonyms';
    loc := jsonb_build_array('keywords', v_index, 'synonyms');
    if jsonb_typeof(v_synonyms) <> 'array' or jsonb_array_length(v_synonyms) > 50 then
      msg := 'must be an array of at most 50 strings';
      return next;
      continue;
    end if;
    v_synonyms_in_all := v_synonyms_in_all + jsonb_array_length(v_synonyms);
    if v_synonyms_in_all > 500 then
      msg := 'must be at most 500 of all keywords together';
      return next;
      return;
    end if;
    return query
    select jsonb_build_array('keywords', v_index, 'synonyms', s.number - 1), 'must be a string of 1 to 200 characters, and not blank'
    from jsonb_array_elements(v_synonyms) with ordinality s (form, number)
    where jsonb_typeof(s.form) <> 'string' or reprise_private.is_blank(s.form #>> '{}') or char_length(s.form #>> '{}') > 200;
  end loop;
end
$$;
comment on function reprise_private.keyword_faults is 'Returns the faults in the keywords of a key.';
