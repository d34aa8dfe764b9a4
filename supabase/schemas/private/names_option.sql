-- Whether an id is exactly that of one of a question's options; never for null.
create function private.names_option(p_options jsonb, p_id text)
returns boolean
language sql immutable set search_path = ''
as $$
  select exists (select from jsonb_array_elements(private.shown_options('mcq', p_options)) o where o ->> 'id' = p_id)
$$;
comment on function private.names_option(jsonb, text) is 'Whether an id is that of one of the options.';
revoke execute on function private.names_option(jsonb, text) from public, anon, authenticated;
