-- Returns a name, skill or job of a prep session without surrounding space; null stays null. Errors: invalid_request.
create function reprise_private.prep_label(p_argument text, p_value text)
returns text
language plpgsql immutable set search_path = ''
as $$
declare
  v_label text := regexp_replace(p_value, '^\s+|\s+$', '', 'g');
begin
  if char_length(v_label) not between 1 and 200 then
    perform reprise_private.invalid_request(p_argument, 'must have 1 to 200 characters');
  end if;
  return v_label;
end
$$;
comment on function reprise_private.prep_label is 'Trims and checks a name, skill or job of a prep session.';
