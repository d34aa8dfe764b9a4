-- Refuses one argument with 422 invalid_request, its place and what is wrong with it.
create function private.invalid_request(p_argument text, p_message text)
returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.refuse(422, 'invalid_request', p_argument || ': ' || p_message, jsonb_build_object(
    'errors', jsonb_build_array(jsonb_build_object('loc', jsonb_build_array(p_argument), 'msg', p_message))
  ));
end
$$;
comment on function private.invalid_request(text, text) is 'Refuses one argument of a call.';
revoke execute on function private.invalid_request(text, text) from public, anon, authenticated;
