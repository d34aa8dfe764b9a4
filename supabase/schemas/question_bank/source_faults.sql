-- Returns what is wrong with the sources of a key, one row per fault, with its place. At most 5, each exactly a title of 1 to 200
-- characters and an https URL of at most 2000 characters without spaces, quotes or angle brackets: candidates of practice runs get them as
-- links. Never looks at more entries than are allowed.
create function reprise_private.source_faults(p_sources jsonb)
returns table (loc jsonb, msg text)
language plpgsql immutable set search_path = ''
as $$
declare
  v_source jsonb;
begin
  if jsonb_typeof(p_sources) is distinct from 'array' or jsonb_array_length(p_sources) > 5 then
    return query select '["sources"]'::jsonb, 'must be an array of at most 5 sources';
    return;
  end if;
  for v_index in 0 .. jsonb_array_length(p_sources) - 1 loop
    v_source := p_sources -> v_index;
    loc := jsonb_build_array('sources', v_index);
    if jsonb_typeof(v_source) <> 'object' or exists (select from jsonb_object_keys(v_source) k where k not in ('title', 'url')) then
      msg := 'must be {"title": "…", "url": "https://…"}';
      return next;
      continue;
    end if;
    if jsonb_typeof(v_source -> 'title') is distinct from 'string' or reprise_private.is_blank(v_source ->> 'title')
      or char_length(v_source ->> 'title') > 200
    then
      loc := jsonb_build_array('sources', v_index, 'title');
      msg := 'must be a string of 1 to 200 characters, and not blank';
      return next;
    end if;
    if (jsonb_typeof(v_source -> 'url') = 'string' and char_length(v_source ->> 'url') <= 2000
      and v_source ->> 'url' ~ '^https://[^[:space:][:cntrl:]<>"''\\/?#@]+([/?#][^[:space:][:cntrl:]<>"''\\]*)?$') is not true
    then
      loc := jsonb_build_array('sources', v_index, 'url');
      msg := 'must be an https URL of at most 2000 characters';
      return next;
    end if;
  end loop;
end
$$;
comment on function reprise_private.source_faults is 'Returns the faults in the sources of a key.';
