-- Returns whether a text is a plain e-mail address, in lower case and ASCII: no name, no comment, no quotes, no line end, no dot at either end of
-- the local part, no two dots in a row, and no encoded word (=?). Nothing that it accepts can add a recipient or a header.
create function reprise_private.is_email(p_text text)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(char_length(p_text) between 3 and 254
    and strpos(p_text, '@') <= 65 and strpos(p_text, '=?') = 0
    and p_text ~ ('^[a-z0-9!#$%&''*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&''*+/=?^_`{|}~-]+)*'
      '@[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$'), false);
end
$$;
comment on function reprise_private.is_email is 'Returns whether a text is a plain e-mail address.';
