-- Returns whether a text shows nothing: null, empty, or only spaces, line ends, control characters, invisible characters (zero width, soft
-- hyphen, direction marks, fillers, variation selectors, tags) and accents without a letter. They are listed by code point because the
-- meaning of \s depends on the database's locale.
create function reprise_private.is_blank(p_text text)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  -- In plpgsql, like the functions that call it: SQL functions are planned at each call, and a submit calls this one for each option.
  return p_text is null or p_text !~ (
    '[^\u0001-\u0020\u007F-\u00A0\u00AD\u0300-\u036F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F\u1AB0-\u1AFF\u1DC0-\u1DFF'
    '\u2000-\u200F\u2028-\u202F\u205F-\u206F\u20D0-\u20FF\u2800\u3000\u3164\uFE00-\uFE0F\uFE20-\uFE2F\uFEFF\uFFA0\uFFF0-\uFFFB'
    '\U0001BCA0-\U0001BCA3\U0001D159\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]'
  );
end
$$;
comment on function reprise_private.is_blank is 'Returns whether a text has no visible character.';
