-- Returns what is wrong with the criteria of an interview, one row per fault, with its place. 1 to 20 criteria, each with exactly a unique
-- id, a unique title, a description (which may be left out) and a whole number of points from 1 to 100. Never looks at more than 20.
create function reprise_private.conversation_criterion_faults(p_criteria jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
declare
  v_criterion jsonb;
  v_ids text[] := '{}';
  v_titles text[] := '{}';
  v_id text;
  v_title text;
begin
  if jsonb_typeof(p_criteria) is distinct from 'array' or jsonb_array_length(p_criteria) not between 1 and 20 then
    return query select '["criteria"]'::jsonb, 'must be an array of 1 to 20 criteria';
    return;
  end if;
  for v_index in 0 .. jsonb_array_length(p_criteria) - 1 loop
    v_criterion := p_criteria -> v_index;
    if jsonb_typeof(v_criterion) <> 'object' or exists (
      select from jsonb_object_keys(v_criterion) k where k not in ('id', 'title', 'description', 'points')
    ) then
      return query
      select jsonb_build_array('criteria', v_index), 'must be {"id": "…", "title": "…", "description": "…", "points": 10}';
      continue;
    end if;
    v_id := case when jsonb_typeof(v_criterion -> 'id') = 'string' then v_criterion ->> 'id' end;
    v_title := case when jsonb_typeof(v_criterion -> 'title') = 'string' then v_criterion ->> 'title' end;
    return query
    select jsonb_build_array('criteria', v_index, f.field), f.msg
    from (
      select 'id' as field, case
        when (v_id ~ '^[A-Za-z0-9_-]{1,64}$') is not true then 'must be a string of 1 to 64 letters, digits, hyphens and underscores'
        when lower(v_id) = any (v_ids) then 'is the id of another criterion already'
      end as msg
      union all
      select 'title', case
        when reprise_private.is_blank(v_title) or char_length(v_title) > 200 then 'must be a string of 1 to 200 characters, and not blank'
        when v_title ~ '[\u0001-\u001F\u007F]' then 'must not hold control characters'
        when reprise_private.normalized_label(v_title) = any (v_titles) then 'is the title of another criterion already'
      end
      union all
      select 'description', 'must be a string of at most 2000 characters'
      where v_criterion ? 'description'
        and (jsonb_typeof(v_criterion -> 'description') = 'string' and char_length(v_criterion ->> 'description') <= 2000) is not true
      union all
      select 'points', 'must be a whole number from 1 to 100'
      where case when jsonb_typeof(v_criterion -> 'points') = 'number'
        then (v_criterion ->> 'points')::numeric not between 1 and 100 or (v_criterion ->> 'points')::numeric % 1 <> 0
        else true end
    ) f
    where f.msg is not null;
    v_ids := v_ids || lower(v_id);
    v_titles := v_titles || reprise_private.normalized_label(v_title);
  end loop;
end
$$;
comment on function reprise_private.conversation_criterion_faults is 'Returns the faults in the criteria of an interview.';
