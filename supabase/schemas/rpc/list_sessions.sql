-- Returns a page of the caller's sessions. See private.list_sessions.
create function public.list_sessions(
  cursor text default null, page_size integer default 20, status text default null, mode text default null,
  interview_type text default null, domain text default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.list_sessions(cursor, page_size, status, mode, interview_type, domain);
end
$$;
comment on function public.list_sessions(text, integer, text, text, text, text) is 'One page of the caller''s sessions. See private.list_sessions.';
revoke execute on function public.list_sessions(text, integer, text, text, text, text) from public, anon, authenticated;
grant execute on function public.list_sessions(text, integer, text, text, text, text) to authenticated;
