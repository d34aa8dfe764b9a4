-- Refuses a request of the Data API that filters with a regular expression, and with p_like also one that filters with LIKE: callers choose the
-- pattern, its cost grows much faster than the text, and no time-out interrupts a LIKE. Reads the statement that the Data API has written; the
-- values in it are parameters, and quoted ones do not count. Immutable, because a plan belongs to one statement: PostgreSQL then calls it while it
-- plans, before it compiles the caller's pattern. Every policy for reading calls it, and reprise_private.caller_id for filters on the result of
-- an RPC. Returns true. Errors: filter_not_allowed.
create function reprise_private.refuse_patterns(p_like boolean default true)
returns boolean
language plpgsql immutable security definer set search_path = ''
as $$
declare
  v_pattern text := case when p_like then '~|\m(i?like|similar)\M' else '(?<!~)~(?!~)' end;
  v_statement text := regexp_replace(current_query(), '''([^'']|'''')*''', '', 'g');
begin
  if v_statement ~* v_pattern then
    perform reprise_private.refuse_and_roll_back(400, 'filter_not_allowed');
  end if;
  return true;
end
$$;
comment on function reprise_private.refuse_patterns is 'Refuses a request of the Data API that filters with a pattern.';
