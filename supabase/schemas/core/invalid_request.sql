-- Refuses one argument with 422 invalid_request, its place and what is wrong with it.
create function reprise_private.invalid_request(p_argument text, p_message text)
returns void
language plpgsql set search_path = ''
as $$
begin
  perform reprise_private.refuse_faults(jsonb_build_array(
    jsonb_build_object('loc', jsonb_build_array(p_argument), 'msg', p_message)
  ));
end
$$;
comment on function reprise_private.invalid_request is 'Refuses one argument of a call with 422 invalid_request.';
