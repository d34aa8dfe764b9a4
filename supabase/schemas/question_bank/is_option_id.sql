-- Returns whether an id is exactly that of one of a question's options. False for null.
create function reprise_private.is_option_id(p_options jsonb, p_id text)
returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(reprise_private.shown_options('mcq', p_options) @> jsonb_build_array(jsonb_build_object('id', p_id)), false);
end
$$;
comment on function reprise_private.is_option_id is 'Returns whether an id is that of one of a question''s options.';
