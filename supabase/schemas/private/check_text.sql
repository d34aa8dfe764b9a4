-- Refuses a text longer than 64 KiB of UTF-8. Errors: payload_too_large.
create function private.check_text(p_text text)
returns void
language plpgsql set search_path = ''
as $$
begin
  if octet_length(p_text) > 65536 then
    perform private.refuse(413, 'payload_too_large', 'An answer may have at most 64 KiB.');
  end if;
end
$$;
comment on function private.check_text(text) is 'Refuses a text that is too long to be an answer.';
revoke execute on function private.check_text(text) from public, anon, authenticated;
