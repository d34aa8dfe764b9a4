-- Returns a request for generated content with its defaults filled in, so that equal requests have equal texts. Errors: invalid_request.
create function reprise_private.generation_request(p_kind text, p_skill text, p_depth text, p_count integer)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  if p_kind is null or p_kind not in ('questions', 'skill_explanation', 'star_story') then
    perform reprise_private.invalid_request('kind', 'must be questions, skill_explanation or star_story');
  elsif p_depth not in ('brief', 'standard', 'deep') then
    perform reprise_private.invalid_request('depth', 'must be brief, standard or deep');
  elsif p_count not between 1 and 20 then
    perform reprise_private.invalid_request('count', 'must be between 1 and 20');
  elsif p_kind = 'skill_explanation' and p_skill is null then
    perform reprise_private.invalid_request('skill', 'is required, here or in the prep session');
  end if;
  return jsonb_build_object(
    'kind', p_kind, 'skill', p_skill, 'depth', coalesce(p_depth, 'standard'),
    'count', case p_kind when 'questions' then coalesce(p_count, 5) when 'star_story' then coalesce(p_count, 1) else 1 end
  );
end
$$;
comment on function reprise_private.generation_request is 'Returns a request for generated content with its defaults filled in.';
