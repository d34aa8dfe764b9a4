-- Returns a page of a transcript. See private.list_messages.
create function public.list_messages(session_id uuid, after integer default 0, page_size integer default 50)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.list_messages(session_id, after, page_size);
end
$$;
comment on function public.list_messages(uuid, integer, integer) is 'A page of a transcript. See private.list_messages.';
revoke execute on function public.list_messages(uuid, integer, integer) from public, anon, authenticated;
grant execute on function public.list_messages(uuid, integer, integer) to authenticated;
