-- Refuses a name that is blank, longer than 200 characters, or has control characters, characters that change the direction of a line, or =?,
-- which begins an encoded word in the header of an e-mail.
-- Errors: invalid_request (with the argument).
create function reprise_private.check_name(p_argument text, p_name text)
returns void
language plpgsql immutable set search_path = ''
as $$
begin
  if reprise_private.is_blank(p_name) then
    perform reprise_private.invalid_request(p_argument, 'must not be blank');
  elsif char_length(p_name) > 200 then
    perform reprise_private.invalid_request(p_argument, 'must be at most 200 characters');
  elsif p_name ~ '[\u0001-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]' then
    perform reprise_private.invalid_request(p_argument, 'must be one line without control characters or direction marks');
  elsif strpos(p_name, '=?') > 0 then
    perform reprise_private.invalid_request(p_argument, 'must not contain =?');
  end if;
end
$$;
comment on function reprise_private.check_name is 'Refuses a name that cannot be shown.';
