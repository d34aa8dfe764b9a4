-- Returns whether a request of the Data API filters with a regular expression, and with p_like also whether it filters with LIKE. Looks for the
-- operators in the statement that the Data API has written; the values in it are parameters, and quoted ones do not count.
create function reprise_private.filters_with_pattern(p_like boolean)
returns boolean
language plpgsql stable set search_path = ''
as $$
declare
  v_pattern text := case when p_like then '~|\m(i?like|similar)\M' else '(?<!~)~(?!~)' end;
begin
  return regexp_replace(current_query(), '''([^'']|'''')*''', '', 'g') ~* v_pattern;
end
$$;
comment on function reprise_private.filters_with_pattern is 'Returns whether a request of the Data API filters with a pattern.';
