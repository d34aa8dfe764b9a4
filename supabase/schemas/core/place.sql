-- Returns the place of a fault as a path: ["options", 1, "text"] is options[1].text.
create function reprise_private.place(p_loc jsonb)
returns text
language sql immutable set search_path = ''
as $$
  select string_agg(
    case when jsonb_typeof(l.part) = 'number' then '[' || (l.part #>> '{}') || ']' else repeat('.', (l.number > 1)::integer) || (l.part #>> '{}') end,
    '' order by l.number
  )
  from jsonb_array_elements(p_loc) with ordinality l (part, number)
$$;
comment on function reprise_private.place is 'Returns the place of a fault as a path.';
