-- Returns whether a candidate can read and answer a question: its prompt is not blank, and an mcq has at least two options, each with a
-- unique id and a text that is not blank. Only a question stored before questions were checked can fail.
create function reprise_private.is_answerable(p_kind text, p_prompt text, p_options jsonb)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  if reprise_private.is_blank(p_prompt) then
    return false;
  elsif p_kind <> 'mcq' then
    return true;
  elsif jsonb_typeof(p_options) is distinct from 'array' then
    return false;
  end if;
  return (
    select count(*) >= 2 and count(*) = jsonb_array_length(p_options) and count(distinct o ->> 'id') = count(*)
      and bool_and(not reprise_private.is_blank(o ->> 'text'))
    from jsonb_array_elements(reprise_private.shown_options(p_kind, p_options)) o
  ) is true;
end
$$;
comment on function reprise_private.is_answerable is 'Returns whether a candidate can read and answer a question.';
