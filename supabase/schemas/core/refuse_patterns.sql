-- Refuses a request of the Data API that filters with a regular expression, and with p_like also one that filters with LIKE: callers choose the
-- pattern, its cost grows much faster than the text, and no time-out interrupts a LIKE. Every policy for reading calls it. Immutable, because a
-- plan belongs to one statement: PostgreSQL then calls it while it plans, before it compiles the caller's pattern. A function that plans once
-- for many statements asks reprise_private.filters_with_pattern instead. Returns true. Errors: filter_not_allowed.
create function reprise_private.refuse_patterns(p_like boolean default true)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  if reprise_private.filters_with_pattern(p_like) then
    -- With the rights of the reader, who may not call reprise_private.refuse_and_roll_back.
    raise exception using errcode = 'PT400', message = 'filter_not_allowed', detail = '{}';
  end if;
  return true;
end
$$;
comment on function reprise_private.refuse_patterns is 'Refuses a request of the Data API that filters with a pattern.';
