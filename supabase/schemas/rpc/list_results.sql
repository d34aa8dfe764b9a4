-- Returns a page of an interview's sessions, for reviewers. See private.list_results.
create function public.list_results(
  interview_id uuid, cursor text default null, page_size integer default 20, status text default null
)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
set statement_timeout = '2400ms' set lock_timeout = '1s'
as $$
begin
  return private.list_results(interview_id, cursor, page_size, status);
end
$$;
comment on function public.list_results(uuid, text, integer, text) is 'One page of an interview''s sessions, for reviewers. See private.list_results.';
revoke execute on function public.list_results(uuid, text, integer, text) from public, anon, authenticated;
grant execute on function public.list_results(uuid, text, integer, text) to authenticated;
