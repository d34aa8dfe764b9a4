-- Returns a page of the caller's prep sessions. See private.list_prep_sessions.
create function public.list_prep_sessions(cursor text default null, page_size integer default 20)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.list_prep_sessions(cursor, page_size);
end
$$;
comment on function public.list_prep_sessions(text, integer) is 'One page of the caller''s prep sessions. See private.list_prep_sessions.';
revoke execute on function public.list_prep_sessions(text, integer) from public, anon, authenticated;
grant execute on function public.list_prep_sessions(text, integer) to authenticated;
