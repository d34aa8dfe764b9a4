-- Whether a candidate can read and answer a question: its prompt shows something, and an mcq has two or more options, each with an id of
-- its own and a text that shows something. A question that was stored before questions were checked may fail; a new one cannot.
create function private.is_answerable(p_kind text, p_prompt text, p_options jsonb)
returns boolean
language sql immutable set search_path = ''
as $$
  select not private.is_blank(p_prompt) and (
    p_kind <> 'mcq' or (
      select count(*) >= 2 and count(distinct o ->> 'id') = count(*) and bool_and(not private.is_blank(o ->> 'text'))
        and count(*) = case when jsonb_typeof(p_options) = 'array' then jsonb_array_length(p_options) else 0 end
      from jsonb_array_elements(private.shown_options(p_kind, p_options)) o
    ) is true
  )
$$;
comment on function private.is_answerable(text, text, jsonb) is 'Whether a candidate can answer a question.';
revoke execute on function private.is_answerable(text, text, jsonb) from public, anon, authenticated;
