-- Returns a text as one line that can stand in a header or a subject: control characters, line ends, and characters that change the direction
-- of a line become spaces; runs of spaces become one. For short texts: names and titles.
create function reprise_private.one_line(p_text text)
returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return btrim(regexp_replace(
    p_text, '[\u0001-\u0020\u007F-\u00A0\u061C\u200E\u200F\u2028-\u202F\u2066-\u2069\uFEFF]+', ' ', 'g'
  ));
end
$$;
comment on function reprise_private.one_line is 'Returns a text as one line without control characters.';
