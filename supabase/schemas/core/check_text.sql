-- Refuses a text longer than 64 KiB of UTF-8. Errors: payload_too_large.
create function reprise_private.check_text(p_text text)
returns void
language plpgsql set search_path = ''
as $$
begin
  if octet_length(p_text) > 65536 then
    perform reprise_private.refuse_and_roll_back(413, 'payload_too_large', '{"reason": "answer"}');
  end if;
end
$$;
comment on function reprise_private.check_text is 'Refuses a text longer than 64 KiB of UTF-8.';
