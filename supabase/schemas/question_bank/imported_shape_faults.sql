-- Returns what keeps an imported question from being a row, one row per fault, with its place: members that there are not, wrong types,
-- and what constraints of the table would refuse. Options, tags and the key are checked once there is a row (question_faults,
-- key_faults).
create function reprise_private.imported_shape_faults(p_question jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
declare
  v_key jsonb := p_question -> 'key';
begin
  if jsonb_typeof(p_question) is distinct from 'object' then
    return query select '[]'::jsonb, 'must be an object';
    return;
  end if;
  return query
  select jsonb_build_array(left(m.name, 100)), 'is not a member of a question'
  from jsonb_object_keys(p_question) m (name)
  where m.name not in (
    'kind', 'interview_type', 'domain', 'difficulty', 'tags', 'prompt', 'options', 'points', 'time_limit_seconds', 'min_seconds', 'is_active', 'key'
  )
  union all
  select jsonb_build_array(t.name), 'must be a text' from unnest('{interview_type,domain,prompt}'::text[]) t (name)
  where jsonb_typeof(p_question -> t.name) is distinct from 'string'
  union all
  select '["prompt"]', 'must be at most 20000 characters' where char_length(p_question ->> 'prompt') > 20000
  union all
  select '["kind"]', 'must be mcq, short_answer, code or open'
  where coalesce(p_question ->> 'kind' not in ('mcq', 'short_answer', 'code', 'open'), true)
  union all
  select '["difficulty"]', 'must be easy, medium or hard' where coalesce(p_question ->> 'difficulty' not in ('easy', 'medium', 'hard'), true)
  union all
  select jsonb_build_array(n.name), format('must be a whole number from %s to %s', n.least, n.most)
  from (values ('points', 1, 1000), ('time_limit_seconds', 5, 86400), ('min_seconds', 0, 86399)) n (name, least, most)
  where not (n.name = 'min_seconds' and not p_question ? n.name)
    and coalesce(p_question ->> n.name !~ '^[0-9]{1,5}$' or (p_question ->> n.name)::numeric not between n.least and n.most, true)
  union all
  select '["min_seconds"]', 'must be less than time_limit_seconds'
  where p_question ->> 'min_seconds' ~ '^[0-9]{1,5}$' and p_question ->> 'time_limit_seconds' ~ '^[0-9]{1,5}$'
    and (p_question ->> 'min_seconds')::integer >= (p_question ->> 'time_limit_seconds')::integer
  union all
  select '["is_active"]', 'must be true or false' where p_question ? 'is_active' and jsonb_typeof(p_question -> 'is_active') <> 'boolean'
  union all
  select '["tags"]', 'must be a list of texts'
  where p_question ? 'tags' and (
    jsonb_typeof(p_question -> 'tags') <> 'array' or jsonb_path_exists(p_question, 'strict $.tags[*] ? (@.type() != "string")')
  )
  union all
  select '["key"]', 'must be an object or null' where jsonb_typeof(v_key) not in ('object', 'null')
  union all
  select jsonb_build_array('key', left(m.name, 100)), 'is not a member of a key'
  from jsonb_object_keys(case when jsonb_typeof(v_key) = 'object' then v_key else '{}' end) m (name)
  where m.name not in ('correct_option', 'keywords', 'sample_solution', 'criteria', 'explanation', 'keywords_needed', 'sources')
  union all
  select jsonb_build_array('key', t.name), 'must be a text or null' from unnest('{correct_option,sample_solution,explanation}'::text[]) t (name)
  where jsonb_typeof(v_key -> t.name) not in ('string', 'null')
  union all
  select '["key", "keywords_needed"]', 'must be a whole number from 1 to 100 or null'
  where jsonb_typeof(v_key -> 'keywords_needed') <> 'null' and v_key ->> 'keywords_needed' !~ '^[0-9]{1,3}$'
  union all
  select jsonb_build_array('key', t.name), 'must be a list' from unnest('{keywords,criteria,sources}'::text[]) t (name)
  where jsonb_typeof(v_key -> t.name) <> 'array';
end
$$;
comment on function reprise_private.imported_shape_faults is 'Returns what keeps an imported question from being a row.';
