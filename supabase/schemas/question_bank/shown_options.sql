-- Returns the options of a question as a candidate gets them: the id and text of each, nothing else an author has stored. Null for kinds
-- without options. In rows from before options were checked, a number is read as its digits, a missing text is empty, and an option without
-- an id, which nobody could choose, is left out.
create function reprise_private.shown_options(p_kind text, p_options jsonb)
returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  if p_kind is distinct from 'mcq' then
    return null;
  elsif jsonb_typeof(p_options) is distinct from 'array' then
    return '[]';
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'text', coalesce(o.text, '')) order by o.number), '[]')
    from (
      select e.number,
        case when jsonb_typeof(e.option -> 'id') in ('string', 'number') then e.option ->> 'id' end as id,
        case when jsonb_typeof(e.option -> 'text') in ('string', 'number') then e.option ->> 'text' end as text
      from jsonb_array_elements(p_options) with ordinality e (option, number)
    ) o
    where not reprise_private.is_blank(o.id)
  );
end
$$;
comment on function reprise_private.shown_options is 'Returns the ids and texts of a question''s options.';
